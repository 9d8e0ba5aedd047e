// SPDX-License-Identifier: MIT
// The cores that this process may use. Any thread.
#pragma once

#include <cstddef>
#include <vector>

namespace chaincore::miner {

// Their numbers, ascending; empty where the system has more than it can tell.
std::vector<int> usable_core_numbers();

// Keeps the calling thread on one of them, the index taken modulo their number. False: the system refuses.
bool pin_to_core(std::size_t index);

}  // namespace chaincore::miner
