// SPDX-License-Identifier: MIT
// Block 0 of mainline: a constant whose hash, Merkle root and transaction id are made up (docs/protocol.md,
// "Genesis"). Classic networks mine theirs. Any thread.
#pragma once

#include "chaincore/chain/block.hpp"

namespace chaincore::chain {

// The one place where an id is taken on trust. The time of its transaction is the block's: every node of the
// reference writes another.
Block mainline_genesis();

}  // namespace chaincore::chain
