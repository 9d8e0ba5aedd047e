// SPDX-License-Identifier: MIT
// The best chain as of one moment. Immutable, any thread.
#pragma once

#include "chaincore/consensus/connect_block.hpp"
#include "chaincore/storage/records.hpp"
#include "chaincore/storage/snapshot.hpp"

#include <chrono>
#include <cstdint>
#include <memory>

namespace chaincore::state {

struct Tip {
    storage::BlockRecord block;    // the last one
    consensus::BlockContext next;  // what the next block must build on
    crypto::Hash256 utxo_digest;
    std::uint64_t coin_count = 0;
    std::chrono::steady_clock::time_point since;        // when it became the tip
    std::shared_ptr<const storage::Snapshot> snapshot;  // the store as of this tip: its coins and its blocks

    std::uint64_t length() const { return block.height + 1; }
};

}  // namespace chaincore::state
