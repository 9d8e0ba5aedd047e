// SPDX-License-Identifier: MIT
// The rules for a block that need no chain: its own content and work (docs/rules.md, "Block"). They change nothing.
// Any thread: this is where cheap lies end.
#pragma once

#include "chaincore/chain/block.hpp"
#include "chaincore/chain/params.hpp"
#include "chaincore/chain/rejection.hpp"
#include "chaincore/chain/written_block.hpp"
#include "chaincore/util/clock.hpp"

namespace chaincore::consensus {

// The numbers and texts of a header, its hash and work: all that can be said of a block whose transactions are not
// here.
chain::Verdict check_header(const chain::BlockHeader& header, const std::string& hash,
                            const chain::NetworkParams& params);

// check_header, the coinbase's form, every transaction by check_transaction,
// the Merkle root, double spends within the block, its size.
chain::Verdict check_block(const chain::Block& block, const chain::NetworkParams& params);
// The same where its text is known.
chain::Verdict check_block(const chain::WrittenBlock& written, const chain::NetworkParams& params);

// Rule::timestamp_too_new. It is temporary: nothing about the block is remembered, and it is not asked of blocks that
// come from a store or a file.
chain::Verdict check_not_ahead(const chain::BlockHeader& header, util::WallTime now);

}  // namespace chaincore::consensus
