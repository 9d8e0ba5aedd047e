// SPDX-License-Identifier: MIT
#include "chaincore/miner/cycle_meter.hpp"

#include <algorithm>
#include <ctime>
#include <vector>

namespace chaincore::miner {
namespace {

using Seconds = std::chrono::duration<double>;
using SteadyClock = std::chrono::steady_clock;

constexpr Seconds kSlice = std::chrono::milliseconds(2);
constexpr int kAdditions =
    32'768;                    // some ten microseconds: two looks at the clock are a hundredth of a percent of that
constexpr int kUnrolled = 64;  // hides the loop
constexpr int kChains = 5;

// Without the times in which others had the core.
Seconds thread_time() {
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return Seconds(static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9);
}

// Each addition waits for the one before. The compiler may neither join them nor know what is added.
Seconds time_additions() {
    std::uint64_t sum = 1, addend = 3;
    asm volatile("" : "+r"(addend));
    const auto start = SteadyClock::now();
    for (int i = 0; i < kAdditions / kUnrolled; ++i) {
#pragma GCC unroll 64
        for (int j = 0; j < kUnrolled; ++j) {
            sum += addend;
            asm volatile("" : "+r"(sum));
        }
    }
    return SteadyClock::now() - start;
}

// The length of a cycle right now: nothing makes a chain faster than the core, much makes it slower.
Seconds cycle_length() {
    Seconds best = time_additions();
    for (int i = 1; i < kChains; ++i) best = std::min(best, time_additions());
    return best / kAdditions;
}

double time_slice(const std::function<std::uint64_t()>& step) {
    const Seconds cycle_before = cycle_length();
    const auto end = SteadyClock::now() + kSlice;  // cheap to ask, unlike the thread's own time
    const Seconds start = thread_time();
    std::uint64_t tries = 0;
    do {
        tries += step();
    } while (SteadyClock::now() < end);
    const Seconds elapsed = thread_time() - start;
    return elapsed / std::min(cycle_before, cycle_length()) / static_cast<double>(tries);
}

}  // namespace

CyclesPerTry measure_cycles(const std::function<std::uint64_t()>& step, std::chrono::duration<double> time) {
    step();  // warms caches and pages
    std::vector<double> slices;
    const auto end = SteadyClock::now() + time;
    do {
        slices.push_back(time_slice(step));
    } while (SteadyClock::now() < end);
    std::sort(slices.begin(), slices.end());
    return {slices.front(), slices[slices.size() / 2]};
}

}  // namespace chaincore::miner
