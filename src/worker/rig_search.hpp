// SPDX-License-Identifier: MIT
// What the devices search for a Stratum node, among which nonces, and what their finds are worth. The worker's thread.
#pragma once

#include "chaincore/miner/device_set.hpp"
#include "chaincore/miner/work_source.hpp"
#include "worker/find_box.hpp"
#include "worker/rig_session.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace chaincore::worker {

class RigSearch {
public:
    using Time = std::chrono::steady_clock::time_point;

    // Both must outlive it. draw: any number; where in a slice the search begins.
    RigSearch(miner::DeviceSet& devices, miner::WorkSource& work, std::function<std::uint64_t()> draw,
              std::chrono::milliseconds oldest_job)
        : devices_(devices), work_(work), draw_(std::move(draw)), oldest_job_(oldest_job) {}

    void begin(RigJob job, Time now);
    // Until the next job. What is found of those that are there still counts.
    void rest();
    // None of the jobs counts any more.
    void drop();
    // Until it is resumed there is no search, whatever comes.
    void set_paused(bool is_paused);

    // Is there a job, and is it too old by now? Then it is dropped.
    bool drop_old(Time now);
    // When that is to be asked again.
    Time due() const { return jobs_.empty() ? Time::max() : jobs_.back().since + oldest_job_; }

    // Nothing: it is no share of a job that counts.
    std::optional<Share> judge(const FoundHit& find) const;
    // The devices that rest since they have found something of the job search it again.
    void go_on() { devices_.go_on(searched_); }

private:
    struct Held {
        std::shared_ptr<const RigJob> job;
        Time since;
    };

    void apply();

    miner::DeviceSet& devices_;
    miner::WorkSource& work_;
    const std::function<std::uint64_t()> draw_;
    const std::chrono::milliseconds oldest_job_;
    std::uint64_t generation_ = 0;
    std::optional<stratum::Slice> slice_;         // that work_ hands out
    std::vector<Held> jobs_;                      // that are not void; the last one is searched
    std::shared_ptr<const miner::Job> searched_;  // nullptr: the devices rest
    bool is_resting_ = false;
    bool is_paused_ = false;
};

}  // namespace chaincore::worker
