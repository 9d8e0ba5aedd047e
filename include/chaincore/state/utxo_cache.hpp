// SPDX-License-Identifier: MIT
// The coins of the chain that is being connected: the store's, and what has changed since it was written. A coin that
// is made and spent between two writes never reaches the store, and one that was made lately is found without it. One
// thread.
#pragma once

#include "chaincore/consensus/utxo_diff.hpp"
#include "chaincore/consensus/utxo_digest.hpp"
#include "chaincore/consensus/utxo_view.hpp"
#include "chaincore/storage/batch.hpp"
#include "chaincore/storage/snapshot.hpp"
#include "chaincore/util/result.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>

namespace chaincore::state {

class UtxoCache final : public consensus::UtxoView {
public:
    // How many coins that were written lately are kept, roughly.
    explicit UtxoCache(std::size_t most_lately = std::size_t{1} << 17) : most_lately_(most_lately) {}

    // Forgets all changes: the coins are those of the snapshot, of which `tip` says the digest; none: no coins.
    void reset(std::shared_ptr<const storage::Snapshot> snapshot, const std::optional<storage::TipRecord>& tip);

    // None, too, where the store cannot be read: failure() then says why, and stays.
    std::optional<consensus::Coin> find(const consensus::OutPoint& out_point) const override;
    const std::optional<Error>& failure() const { return failure_; }

    // The diff must come from connect_block over this very view, or from the undo record of that block.
    void apply(const consensus::UtxoDiff& diff);
    // Takes back the diff of the last block.
    void undo(const consensus::UtxoDiff& diff);

    void write_to(storage::Batch& batch) const;
    // The changes are the store's now, whose snapshot this is.
    void note_written(std::shared_ptr<const storage::Snapshot> snapshot);

    crypto::Hash256 digest() const { return digest_.value(); }
    std::uint64_t count() const { return count_; }
    // What the changes weigh, roughly.
    std::size_t bytes() const { return bytes_; }

private:
    struct Entry {
        std::optional<consensus::Coin> now;     // none: spent
        std::optional<consensus::Coin> stored;  // what the store has
    };

    void add(const consensus::NamedCoin& coin);
    void remove(const consensus::NamedCoin& coin);

    std::size_t most_lately_;
    std::shared_ptr<const storage::Snapshot> snapshot_;
    std::unordered_map<consensus::OutPoint, Entry> entries_;
    std::unordered_map<consensus::OutPoint, consensus::Coin> lately_;  // written, unspent: the store has them, too
    consensus::UtxoDigest digest_;
    std::uint64_t count_ = 0;
    std::size_t bytes_ = 0;
    mutable std::optional<Error> failure_;
};

}  // namespace chaincore::state
