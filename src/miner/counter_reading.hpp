// SPDX-License-Identifier: MIT
// A backend's tries and the moment, so that the one can be divided by the other. Any thread.
#pragma once

#include "chaincore/miner/backend.hpp"

#include <chrono>

namespace chaincore::miner {

struct CounterReading {
    double tries = 0;  // of all its devices
    std::chrono::steady_clock::time_point time = std::chrono::steady_clock::now();
};

inline CounterReading read_counters(const Backend& backend) {
    CounterReading reading;
    for (const DeviceCounters& device : backend.counters()) reading.tries += static_cast<double>(device.tries);
    return reading;
}

}  // namespace chaincore::miner
