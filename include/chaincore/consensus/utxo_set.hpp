// SPDX-License-Identifier: MIT
// A UTXO set in memory: for chains that are verified from a file, and the model by which stored state is judged.
// One thread at a time.
#pragma once

#include "chaincore/consensus/utxo_diff.hpp"
#include "chaincore/consensus/utxo_digest.hpp"
#include "chaincore/consensus/utxo_view.hpp"

#include <cstddef>
#include <optional>
#include <unordered_map>

namespace chaincore::consensus {

class UtxoSet final : public UtxoView {
public:
    std::optional<Coin> find(const OutPoint& out_point) const override;

    // The diff must come from connect_block over this very set.
    void apply(const UtxoDiff& diff);

    // Takes back the diff that was applied last.
    void undo(const UtxoDiff& diff);

    void add(const NamedCoin& coin);
    const std::unordered_map<OutPoint, Coin>& all() const { return coins_; }
    std::size_t size() const { return coins_.size(); }
    crypto::Hash256 digest() const { return digest_.value(); }

private:
    void remove(const NamedCoin& coin);

    std::unordered_map<OutPoint, Coin> coins_;
    UtxoDigest digest_;
};

}  // namespace chaincore::consensus
