// SPDX-License-Identifier: MIT
// The recorded chain that the benchmarks work on: 1,000 blocks, 3.3 MB, 2,600 signed transactions.
#pragma once

#include "chaincore/chain/block.hpp"

#include <string>
#include <vector>

namespace chaincore::bench {

// The /chain answer as it came.
const std::string& recorded_answer();

const std::vector<chain::Block>& recorded_blocks();

}  // namespace chaincore::bench
