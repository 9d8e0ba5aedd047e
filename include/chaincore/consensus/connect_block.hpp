// SPDX-License-Identifier: MIT
// The rules for a block that need the chain before it (docs/rules.md, "Block"): its place and time, its transactions'
// ids and coins and signatures, the coinbase's value. They change nothing: the diff says what would. Any thread that
// may read the view.
#pragma once

#include "chaincore/chain/block.hpp"
#include "chaincore/chain/rejection.hpp"
#include "chaincore/consensus/signature_check.hpp"
#include "chaincore/consensus/utxo_diff.hpp"
#include "chaincore/consensus/utxo_view.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace chaincore::consensus {

// What the chain so far says about its next block.
struct BlockContext {
    std::uint64_t height = 0;
    std::string previous_hash;
    std::optional<double> median_time;  // of the last 11 blocks, in seconds; none for block 0
};

struct ConnectedBlock {
    UtxoDiff diff;
    double fees = 0;
};

// Rule::block_index, Rule::previous_hash and Rule::timestamp_too_old: the header's place in the chain. connect_block
// asks it, too; of a block on a side branch nothing more can be asked before that branch is connected.
chain::Verdict check_place(const chain::BlockHeader& header, const BlockContext& context);

// The block must have passed check_block, and the view must be that of its parent.
Result<ConnectedBlock, chain::Rejection> connect_block(const chain::Block& block, const BlockContext& context,
                                                       const UtxoView& view, const SignatureCheck& check = {});

}  // namespace chaincore::consensus
