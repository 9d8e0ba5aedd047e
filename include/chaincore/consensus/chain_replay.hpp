// SPDX-License-Identifier: MIT
// A chain in memory, connected block by block from its genesis: how a recorded chain is verified and extended.
// One thread at a time.
#pragma once

#include "chaincore/chain/block.hpp"
#include "chaincore/chain/params.hpp"
#include "chaincore/chain/rejection.hpp"
#include "chaincore/consensus/connect_block.hpp"
#include "chaincore/consensus/utxo_set.hpp"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>

namespace chaincore::consensus {

class ChainReplay {
public:
    explicit ChainReplay(const chain::NetworkParams& params);

    // Connects the next block, or says which rule it breaks and changes nothing.
    chain::Verdict append(const chain::Block& block);

    // What the next block must build on.
    BlockContext next_context() const;

    // What a template on top of this chain asks for: the network's constant, or mainline's adjusted value.
    std::uint64_t next_difficulty() const { return difficulty_; }

    std::uint64_t length() const { return length_; }

    // Of the last block; none before the genesis.
    const std::optional<chain::BlockHeader>& tip() const { return tip_; }
    const std::string& tip_hash() const { return tip_hash_; }

    const UtxoSet& coins() const { return coins_; }

private:
    void remember(const chain::Block& block);

    chain::NetworkParams params_;
    UtxoSet coins_;
    std::uint64_t length_ = 0;
    std::uint64_t difficulty_;
    std::optional<chain::BlockHeader> tip_;
    std::string tip_hash_;
    std::deque<double> last_timestamps_;  // kMedianBlocks at most, oldest first
};

}  // namespace chaincore::consensus
