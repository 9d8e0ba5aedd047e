// SPDX-License-Identifier: MIT
// The search of the reference's mining client as a program for python3: header text by json, SHA-256 twice by hashlib,
// one nonce after the other. The main thread.
#pragma once

#include "chaincore/miner/cycle_meter.hpp"
#include "chaincore/util/result.hpp"

namespace chaincore::cli {

// Tries per second of one process's own time, which it measures for so long.
Result<double, Error> time_python_loop(miner::TimingSpan span);

}  // namespace chaincore::cli
