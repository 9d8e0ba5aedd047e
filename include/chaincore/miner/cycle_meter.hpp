// SPDX-License-Identifier: MIT
// What a try costs in cycles of the core. Time stamps of the CPU count at a rate of their own and megahashes a second
// swing with whatever else the machine does: a chain of additions, one a cycle, is timed beside each slice of the work
// instead. Any thread, but it measures the calling one.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>

namespace chaincore::miner {

// Over slices of some milliseconds. The least is what the code can do, the median what it did beside the others.
struct CyclesPerTry {
    double min = 0;
    double median = 0;
};

// Calls `step`, which makes some tries in well under a millisecond or two and returns how many, for that time.
CyclesPerTry measure_cycles(const std::function<std::uint64_t()>& step, std::chrono::duration<double> time);

}  // namespace chaincore::miner
