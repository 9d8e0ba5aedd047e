// SPDX-License-Identifier: MIT
// Which search kernel is the fastest on this machine. Any thread; takes as long as it is told.
#pragma once

#include "chaincore/miner/cycle_meter.hpp"
#include "chaincore/miner/kernel.hpp"

#include <string>
#include <vector>

namespace chaincore::miner {

struct TimedKernel {
    Kernel kernel;
    double tries_per_second = 0;  // of one thread
};

struct KernelRanking {
    std::vector<TimedKernel> kernels;  // that have proven themselves, the fastest first
    std::vector<std::string> faults;   // what was wrong with the others
};

// Times the kernels, on the calling thread.
KernelRanking rank_kernels(const std::vector<Kernel>& kernels, TimingSpan span_of_each);

}  // namespace chaincore::miner
