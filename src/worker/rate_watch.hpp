// SPDX-License-Identifier: MIT
// How fast the devices go, and when that is to be said. The worker's thread, but for rates().
#pragma once

#include "chaincore/miner/device_meters.hpp"
#include "chaincore/miner/device_set.hpp"

#include <chrono>
#include <mutex>

namespace chaincore::worker {

class RateWatch {
public:
    using Time = std::chrono::steady_clock::time_point;

    // devices must outlive it. report: between two times that it is said.
    RateWatch(const miner::DeviceSet& devices, std::chrono::milliseconds report) : devices_(devices), report_(report) {}

    void begin(Time now);
    // When to look at the devices again.
    Time next() const { return last_look_ + kLook; }
    // Looks at them, where it is time. True: it is to be said now.
    bool look(Time now);

    // Any thread.
    miner::DeviceMeters rates() const;

private:
    static constexpr std::chrono::milliseconds kLook{1000};

    const miner::DeviceSet& devices_;
    const std::chrono::milliseconds report_;
    Time last_look_{};
    Time last_report_{};
    mutable std::mutex mutex_;
    miner::DeviceMeters meters_;  // guarded by mutex_
};

}  // namespace chaincore::worker
