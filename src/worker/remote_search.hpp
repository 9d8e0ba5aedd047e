// SPDX-License-Identifier: MIT
// What both ways to mine for a node elsewhere have in common: devices, how fast they go, a thread, a pause and an end.
// Which thread may call what: as in remote_miner.hpp.
#pragma once

#include "chaincore/miner/device_set.hpp"
#include "chaincore/util/log.hpp"
#include "chaincore/worker/remote_miner.hpp"
#include "worker/rate_watch.hpp"

#include <atomic>
#include <chrono>
#include <memory>
#include <stop_token>
#include <string_view>
#include <thread>
#include <vector>

namespace chaincore::worker {

class RemoteMiner::Search : public miner::BackendListener {
public:
    // report: between two lines about the rate. log must outlive it.
    Search(std::unique_ptr<miner::DeviceSet> devices, std::chrono::milliseconds report, util::Log& log)
        : devices_(std::move(devices)), log_(log), rates_(*devices_, report) {}

    Result<std::vector<double>, Error> prepare();
    void start();
    // Before it ends: run() is the derived one's.
    void stop();

    bool is_finished() const { return is_finished_; }
    bool is_without_device() const { return is_without_device_; }
    std::vector<miner::DeviceCounters> counters() const { return devices_->counters(); }
    miner::DeviceMeters rates() const { return rates_.rates(); }
    bool is_paused() const { return is_paused_; }
    void set_paused(bool is_paused);

    void on_failure(std::string_view backend, const Error& error) override;

protected:
    // The thread, until has_ended().
    virtual void run(const std::stop_token& stop) = 0;
    // It has something to look at. Any thread.
    virtual void wake() = 0;

    bool has_ended(const std::stop_token& stop) const {
        return stop.stop_requested() || is_finished_ || is_without_device_;
    }
    void finish() { is_finished_ = true; }

    const std::unique_ptr<miner::DeviceSet> devices_;
    util::Log& log_;
    RateWatch rates_;

private:
    std::atomic<bool> is_paused_ = false;
    std::atomic<bool> is_finished_ = false;
    std::atomic<bool> is_without_device_ = false;
    std::jthread thread_;
};

}  // namespace chaincore::worker
