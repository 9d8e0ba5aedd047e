// SPDX-License-Identifier: MIT
#include "chaincore/consensus/utxo_set.hpp"

#include "chaincore/util/check.hpp"

namespace chaincore::consensus {

std::optional<Coin> UtxoSet::find(const OutPoint& out_point) const {
    const auto entry = coins_.find(out_point);
    if (entry == coins_.end()) return std::nullopt;
    return entry->second;
}

void UtxoSet::apply(const UtxoDiff& diff) {
    for (const NamedCoin& coin : diff.spent) remove(coin);
    for (const NamedCoin& coin : diff.created) add(coin);
}

void UtxoSet::undo(const UtxoDiff& diff) {
    for (const NamedCoin& coin : diff.created) remove(coin);
    for (const NamedCoin& coin : diff.spent) add(coin);
}

void UtxoSet::add(const NamedCoin& coin) {
    const bool is_new = coins_.emplace(coin.out_point, coin.coin).second;
    CHAINCORE_CHECK(is_new);
    digest_.add(coin);
}

void UtxoSet::remove(const NamedCoin& coin) {
    const bool was_there = coins_.erase(coin.out_point) == 1;
    CHAINCORE_CHECK(was_there);
    digest_.remove(coin);
}

}  // namespace chaincore::consensus
