// SPDX-License-Identifier: MIT
// What a try costs in cycles of the core. Time stamps of the CPU count at a rate of their own and megahashes a second
// swing with whatever else the machine does: a chain of additions, one a cycle, is timed beside each slice of the work
// instead. One thread, which it measures.
#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

namespace chaincore::miner {

using TimingSpan = std::chrono::duration<double>;

// Over slices of some milliseconds. The least is what the code can do, the median what it did beside the others.
struct CyclesPerTry {
    double min = 0;
    double median = 0;
};

class CycleMeter {
public:
    // A slice of work begins now; it is over after two milliseconds, and ends with the tries that were made meanwhile.
    void begin_slice();
    bool is_slice_over() const;
    void end_slice(std::uint64_t tries);

    // At least one slice must have ended.
    CyclesPerTry cycles_per_try() const;
    // Of the time that the thread had the core.
    double tries_per_second() const;
    // That time, of all slices.
    TimingSpan time() const { return time_; }

private:
    std::vector<double> slices_;           // cycles a try
    std::vector<double> restless_slices_;  // the same, where the CPU's clock changed: used if there are no others
    double tries_ = 0;
    TimingSpan time_{0};

    // Of the slice under way.
    TimingSpan cycle_before_{0};
    TimingSpan start_{0};
    std::chrono::steady_clock::time_point end_;
};

}  // namespace chaincore::miner
