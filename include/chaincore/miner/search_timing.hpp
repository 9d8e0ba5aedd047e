// SPDX-License-Identifier: MIT
// How fast kernels and backends search, and the plain way to search beside them. Any thread; takes as long as it is
// told.
#pragma once

#include "chaincore/miner/backend.hpp"
#include "chaincore/miner/cycle_meter.hpp"
#include "chaincore/miner/kernel.hpp"

#include <chrono>
#include <vector>

namespace chaincore::miner {

using TimingSpan = std::chrono::duration<double>;

// A job of real size that nobody solves.
Job timing_job();

// One fraction over one group after the other, on the calling thread. The kernel must have proven itself.
CyclesPerTry time_kernel(const Kernel& kernel, TimingSpan span);

// Tries per second of all its devices. Starts the backend, and stops it.
Result<double, Error> time_backend(Backend& backend, TimingSpan span);

// The same of a backend that is running and has no job: it gets one that nobody solves, for so long.
double sample_rate(Backend& backend, TimingSpan span);

// A search as one would write it without this module, on the calling thread.
struct PlainTiming {
    const char* name;
    const char* description;
    double tries_per_second = 0;
    CyclesPerTry cycles;
};

std::vector<PlainTiming> time_plain_searches(TimingSpan span);

}  // namespace chaincore::miner
