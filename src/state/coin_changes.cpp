// SPDX-License-Identifier: MIT
#include "chaincore/state/coin_changes.hpp"

#include "chaincore/util/check.hpp"

#include <utility>

namespace chaincore::state {
namespace {

using consensus::NamedCoin;
using consensus::OutPoint;

constexpr std::size_t kChangeBytes = 256;  // with its place in the table and an address

}  // namespace

const CoinChanges::Change* CoinChanges::find(const OutPoint& out_point) const {
    const auto at = changes_.find(out_point);
    return at == changes_.end() ? nullptr : &at->second;
}

void CoinChanges::add(NamedCoin coin) {
    const auto [at, is_new] = changes_.try_emplace(coin.out_point, Change{});
    CHAINCORE_CHECK(is_new || !at->second.now);
    at->second.now = std::move(coin.coin);
}

void CoinChanges::remove(NamedCoin coin) {
    const auto [at, is_new] = changes_.try_emplace(coin.out_point, Change{});
    if (is_new) {
        at->second.before = std::move(coin.coin);
        return;
    }
    CHAINCORE_CHECK(at->second.now == coin.coin);
    at->second.now.reset();
    if (!at->second.before) changes_.erase(at);
}

void CoinChanges::write_to(storage::Batch& batch) const {
    for (const auto& [out_point, change] : changes_) {
        if (change.now == change.before) continue;
        if (change.before) batch.remove_coin({out_point, *change.before});
        if (change.now) batch.put_coin({out_point, *change.now});
    }
}

void CoinChanges::add_to(consensus::UtxoDigest& digest) const {
    for (const auto& [out_point, change] : changes_) {
        if (change.now == change.before) continue;
        if (change.before) digest.remove({out_point, *change.before});
        if (change.now) digest.add({out_point, *change.now});
    }
}

std::size_t CoinChanges::bytes() const { return kChangeBytes * changes_.size(); }

}  // namespace chaincore::state
