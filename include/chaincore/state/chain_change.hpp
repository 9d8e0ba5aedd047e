// SPDX-License-Identifier: MIT
// How the best chain has changed, for those who follow it. Plain values; the listener says from which thread.
#pragma once

#include "chaincore/chain/block.hpp"
#include "chaincore/chain/transaction.hpp"
#include "chaincore/consensus/coin.hpp"
#include "chaincore/state/outcome.hpp"
#include "chaincore/state/tip.hpp"

#include <array>
#include <cstddef>
#include <memory>
#include <vector>

namespace chaincore::state {

struct ConnectedBlock {
    std::shared_ptr<const chain::Block> block;
    BlockOrigin origin;  // of the block whose arrival connected it
};

struct ChainChange {
    std::shared_ptr<const Tip> tip;                                // the new one
    std::vector<ConnectedBlock> connected;                         // oldest first; the last ones of very many
    std::size_t connected_blocks = 0;                              // all of them...
    std::array<std::size_t, kBlockOrigins> connected_by_origin{};  // ...by the same
    std::size_t connected_transactions = 0;                        // in them, coinbases too
    std::vector<consensus::OutPoint> spent;                        // by the connected blocks
    std::size_t disconnected = 0;                                  // blocks that are no longer on the best chain
    bool has_new_genesis = false;                                  // even block 0 is another one now
    std::vector<chain::Transaction> returned;                      // of the disconnected blocks, without coinbases...
    std::size_t returned_bytes = 0;                                // ...as long as those blocks were not too large

    bool is_reorg() const { return disconnected > 0; }

    // One more is connected: it is shown while it is one of the last 32.
    void show(ConnectedBlock block);
    // Those of a disconnected block, bytes long: nothing more once 32 MiB of such blocks have come.
    void give_back(std::vector<chain::Transaction> payments, std::size_t bytes);
    // What has happened after this; of tips it knows nothing.
    void append(ChainChange later);
};

// Called on the chain thread, one after the other; returns soon.
class ChainListener {
public:
    virtual ~ChainListener() = default;
    // It is on disk, and nobody has seen the new tip yet.
    virtual void on_committed(const ChainChange& change) = 0;
    // The new tip is what everybody sees.
    virtual void on_published(const ChainChange& change) = 0;
};

}  // namespace chaincore::state
