// SPDX-License-Identifier: MIT
// What a node says is to be mined next, judged before a single hash is spent on it. Pure functions. Any thread.
#pragma once

#include "chaincore/chain/block.hpp"
#include "chaincore/util/result.hpp"

#include <string>
#include <string_view>

namespace chaincore::worker {

// The body of an answer to POST /mine_block: a header that a miner can search, transactions with ids of their own, a
// Merkle root that is that of the ids, a coinbase that pays the payee. Whether the transactions may stand in its chain
// is the node's to know. The Error says what was found and what was expected.
Result<chain::Block, Error> read_block_template(std::string_view answer, const std::string& payee);

}  // namespace chaincore::worker
