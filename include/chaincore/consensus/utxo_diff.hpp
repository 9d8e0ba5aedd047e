// SPDX-License-Identifier: MIT
// The write side of state: what a block changes. Somebody else applies it, or takes it back. Plain values.
#pragma once

#include "chaincore/consensus/coin.hpp"

#include <vector>

namespace chaincore::consensus {

// No coin is in both lists: a block cannot spend what it makes.
struct UtxoDiff {
    std::vector<NamedCoin> spent;
    std::vector<NamedCoin> created;
};

}  // namespace chaincore::consensus
