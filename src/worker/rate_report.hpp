// SPDX-License-Identifier: MIT
// When the rate is to be said, and how fast it went since it was said last. The worker's thread.
#pragma once

#include "chaincore/miner/device_set.hpp"

#include <chrono>
#include <cstdint>
#include <optional>

namespace chaincore::worker {

class RateReport {
public:
    using Time = std::chrono::steady_clock::time_point;

    // devices must outlive it.
    RateReport(const miner::DeviceSet& devices, std::chrono::milliseconds period)
        : devices_(devices), period_(period) {}

    void begin(Time now);
    Time next() const { return last_ + period_; }
    // Tries per second, where it is time.
    std::optional<double> take(Time now);

private:
    std::uint64_t total_tries() const;

    const miner::DeviceSet& devices_;
    const std::chrono::milliseconds period_;
    Time last_{};
    std::uint64_t tries_ = 0;
};

}  // namespace chaincore::worker
