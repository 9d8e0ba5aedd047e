// SPDX-License-Identifier: MIT
// A block of the best chain with the coins that its transactions spend. Any thread.
#pragma once

#include "api/routes/transaction_json.hpp"
#include "chaincore/api/chain_view.hpp"
#include "chaincore/chain/block.hpp"
#include "chaincore/util/result.hpp"

#include <cstdint>
#include <string>

namespace chaincore::api {

struct BlockContents {
    BlockSummary summary;
    chain::Block block;
    SpentCoins coins;
    std::uint64_t confirmations = 0;

    // Of the transaction at that place, which the block has.
    std::string transaction_json_at(std::uint64_t position) const;
};

// height < length(). An Error: the store failed, or holds what is no block.
Result<BlockContents, Error> contents_of(const ChainView& chain, std::uint64_t height);

}  // namespace chaincore::api
