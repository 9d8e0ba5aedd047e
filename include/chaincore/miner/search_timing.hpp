// SPDX-License-Identifier: MIT
// How many tries a second a backend makes. Any thread; takes as long as it is told.
#pragma once

#include "chaincore/miner/backend.hpp"
#include "chaincore/miner/cycle_meter.hpp"
#include "chaincore/util/result.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace chaincore::miner {

// A job of real size. difficulty: zero digits; with 64 nobody solves it, with 1 nearly any kernel call does.
Job timing_job(std::uint64_t difficulty = 64);

// Tries per second of all its devices, over that span, or over up to ten of them where no search has ended before.
// Starts the backend, and stops it.
Result<double, Error> time_backend(Backend& backend, TimingSpan span);

// The same of each of these backends, which are running and have no job: all of them get one that nobody solves, for so
// long.
std::vector<double> sample_rates(std::span<const std::unique_ptr<Backend>> backends, TimingSpan span);

}  // namespace chaincore::miner
