// SPDX-License-Identifier: MIT
// The coins of the chain that is being connected: the store's, what is on its way there, and what has changed since. A
// coin that is made and spent between two writes never reaches the store, and one that was made lately is found without
// it. One thread.
#pragma once

#include "chaincore/consensus/utxo_diff.hpp"
#include "chaincore/consensus/utxo_digest.hpp"
#include "chaincore/consensus/utxo_view.hpp"
#include "chaincore/state/coin_changes.hpp"
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
    explicit UtxoCache(std::size_t most_lately = std::size_t{1} << 17) : most_lately_(most_lately) {
        lately_.max_load_factor(CoinChanges::kLoadFactor);
    }

    // Forgets all changes: the coins are those of the snapshot, of which `tip` says the digest; none: no coins.
    void reset(std::shared_ptr<const storage::Snapshot> snapshot, const std::optional<storage::TipRecord>& tip);

    // None, too, where the store cannot be read: failure() then says why, and stays.
    std::optional<consensus::Coin> find(const consensus::OutPoint& out_point) const override;
    const std::optional<Error>& failure() const { return failure_; }

    // The diff must come from connect_block over this very view, or from the undo record of that block.
    void apply(consensus::UtxoDiff diff);
    // Takes back the diff of the last block.
    void undo(consensus::UtxoDiff diff);

    // The changes are on their way to the store from now on: what they are stays where it is, for any thread to read,
    // until the next call of note_written() or reset(), which must come before this is called again.
    const CoinChanges& begin_write();
    // They are the store's now, whose snapshot this is; digest: of all coins then.
    void note_written(std::shared_ptr<const storage::Snapshot> snapshot, const consensus::UtxoDigest& digest);

    // As of the last note_written() or reset().
    const consensus::UtxoDigest& written_digest() const { return digest_; }
    // Of all coins. It takes its time where much has changed.
    crypto::Hash256 digest() const;
    std::uint64_t count() const { return count_; }
    // What the changes weigh, roughly, but for those on their way.
    std::size_t bytes() const { return changes_.bytes(); }

private:
    std::size_t most_lately_;
    std::shared_ptr<const storage::Snapshot> snapshot_;
    std::unordered_map<consensus::OutPoint, consensus::Coin> lately_;  // of the store's
    CoinChanges on_their_way_;
    CoinChanges changes_;  // what they call "before" is on its way, or the store's
    consensus::UtxoDigest digest_;
    std::uint64_t count_ = 0;
    mutable std::optional<Error> failure_;
};

}  // namespace chaincore::state
