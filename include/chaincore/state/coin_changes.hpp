// SPDX-License-Identifier: MIT
// How the coins of a chain differ from those of the store. One thread at a time.
#pragma once

#include "chaincore/consensus/coin.hpp"
#include "chaincore/consensus/utxo_digest.hpp"
#include "chaincore/storage/batch.hpp"

#include <cstddef>
#include <optional>
#include <unordered_map>

namespace chaincore::state {

class CoinChanges {
public:
    CoinChanges() { changes_.max_load_factor(kLoadFactor); }

    // Of a table of coins: most look-ups are of coins that are not there, and should end at an empty place.
    static constexpr float kLoadFactor = 0.25F;

    struct Change {
        std::optional<consensus::Coin> now;     // none: spent
        std::optional<consensus::Coin> before;  // what the store has
    };
    using Changes = std::unordered_map<consensus::OutPoint, Change>;

    // nullptr: nothing has changed there.
    const Change* find(const consensus::OutPoint& out_point) const;
    void add(consensus::NamedCoin coin);
    void remove(consensus::NamedCoin coin);

    void write_to(storage::Batch& batch) const;
    void add_to(consensus::UtxoDigest& digest) const;

    Changes& all() { return changes_; }
    // Roughly.
    std::size_t bytes() const;
    void clear() { changes_.clear(); }

private:
    Changes changes_;
};

}  // namespace chaincore::state
