// SPDX-License-Identifier: MIT
#include "chaincore/miner/cycle_meter.hpp"

#include "chaincore/util/check.hpp"

#include <algorithm>
#include <ctime>

namespace chaincore::miner {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr TimingSpan kSlice = std::chrono::milliseconds(2);
constexpr int kAdditions =
    32'768;                    // some ten microseconds: two looks at the clock are a hundredth of a percent of that
constexpr int kUnrolled = 64;  // hides the loop
constexpr int kChains = 5;
// Where the cycle was longer before a slice than after it, or shorter, by more than this, the clock of the CPU changed
// meanwhile: nobody knows how many cycles the slice took.
constexpr double kCalm = 1.005;

// Without the times in which others had the core.
TimingSpan thread_time() {
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return TimingSpan(static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9);
}

// Each addition waits for the one before. The compiler may neither join them nor know what is added.
TimingSpan time_additions() {
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
TimingSpan cycle_length() {
    TimingSpan best = time_additions();
    for (int i = 1; i < kChains; ++i) best = std::min(best, time_additions());
    return best / kAdditions;
}

}  // namespace

void CycleMeter::begin_slice() {
    cycle_before_ = cycle_length();
    end_ = SteadyClock::now() + std::chrono::duration_cast<SteadyClock::duration>(kSlice);
    start_ = thread_time();
}

// By the clock that is cheap to ask, unlike the thread's own time.
bool CycleMeter::is_slice_over() const { return SteadyClock::now() >= end_; }

void CycleMeter::end_slice(std::uint64_t tries) {
    const TimingSpan elapsed = thread_time() - start_;
    const TimingSpan cycle_after = cycle_length();
    const TimingSpan shorter = std::min(cycle_before_, cycle_after);
    const bool is_calm = std::max(cycle_before_, cycle_after) < shorter * kCalm;
    (is_calm ? slices_ : restless_slices_).push_back(elapsed / shorter / static_cast<double>(tries));
    tries_ += static_cast<double>(tries);
    time_ += elapsed;
}

CyclesPerTry CycleMeter::cycles_per_try() const {
    std::vector<double> sorted = slices_.empty() ? restless_slices_ : slices_;
    CHAINCORE_CHECK(!sorted.empty());
    std::sort(sorted.begin(), sorted.end());
    return {sorted.front(), sorted[sorted.size() / 2]};
}

double CycleMeter::tries_per_second() const {
    CHAINCORE_CHECK(time_.count() > 0);
    return tries_ / time_.count();
}

}  // namespace chaincore::miner
