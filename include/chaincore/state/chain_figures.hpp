// SPDX-License-Identifier: MIT
// What the chain has been through since the start, counted. The chain thread counts, any thread reads.
#pragma once

#include "chaincore/state/chain_change.hpp"
#include "chaincore/state/outcome.hpp"
#include "chaincore/util/histogram.hpp"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace chaincore::state {

// A network whose nodes find blocks at the same time has reorgs of one block all the time; one of a hundred is judged
// ahead (docs/rules.md, "Chains"), a longer one is not.
inline constexpr std::array<double, 7> kReorgDepths = {1, 2, 3, 6, 12, 100, 1000};

class ChainFigures {
public:
    void note(const ChainChange& change) {
        for (std::size_t i = 0; i < kBlockOrigins; ++i) blocks_[i] += change.connected_by_origin[i];
        transactions_ += change.connected_transactions;
        if (change.is_reorg()) reorgs_.add(static_cast<double>(change.disconnected));
    }

    // Connected ones; a block that came back counts again.
    std::uint64_t blocks(BlockOrigin origin) const { return blocks_[static_cast<std::size_t>(origin)]; }
    std::uint64_t blocks() const {
        return blocks(BlockOrigin::miner) + blocks(BlockOrigin::peer) + blocks(BlockOrigin::sync);
    }
    std::uint64_t transactions() const { return transactions_; }
    // By the number of blocks that each left behind.
    util::HistogramCounts reorgs() const { return reorgs_.counts(); }

private:
    std::array<std::atomic<std::uint64_t>, kBlockOrigins> blocks_{};
    std::atomic<std::uint64_t> transactions_ = 0;
    util::Histogram<kReorgDepths> reorgs_;
};

}  // namespace chaincore::state
