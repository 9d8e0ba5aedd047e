// SPDX-License-Identifier: MIT
// The devices that search now: others may take their place, and go on with the job. One thread at a time is the owner,
// who starts, replaces and stops them; any thread may do the rest meanwhile.
#pragma once

#include "chaincore/miner/device_set.hpp"

#include <memory>
#include <mutex>
#include <string_view>
#include <vector>

namespace chaincore::node {

class CurrentDevices {
public:
    explicit CurrentDevices(std::unique_ptr<miner::DeviceSet> devices) : devices_(std::move(devices)) {}

    // Those that search now, for what an owner does to them. The owner.
    miner::DeviceSet& get() { return *devices_; }

    // next: started, without a job: it gets the one that there is. Returns those that were there, who must have been
    // stopped: nobody may hear of them any more, since their failures would count against the others. The owner.
    std::unique_ptr<miner::DeviceSet> replace(std::unique_ptr<miner::DeviceSet> next);

    // As DeviceSet's. Any thread.
    void set_job(std::shared_ptr<const miner::Job> job);
    bool note_failure(std::string_view backend, const Error& error, util::Log& log);
    bool is_any_left() const;
    bool is_whole() const;
    std::vector<miner::DeviceCounters> counters() const;

private:
    mutable std::mutex mutex_;
    std::unique_ptr<miner::DeviceSet> devices_;  // guarded by mutex_; the owner, who alone replaces it, reads without
    std::shared_ptr<const miner::Job> job_;      // guarded by mutex_: of the devices
};

}  // namespace chaincore::node
