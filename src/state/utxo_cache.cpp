// SPDX-License-Identifier: MIT
#include "chaincore/state/utxo_cache.hpp"

#include <utility>

namespace chaincore::state {

using consensus::Coin;
using consensus::NamedCoin;
using consensus::OutPoint;

void UtxoCache::reset(std::shared_ptr<const storage::Snapshot> snapshot, const std::optional<storage::TipRecord>& tip) {
    snapshot_ = std::move(snapshot);
    changes_.clear();
    on_their_way_.clear();
    lately_.clear();
    digest_ = tip ? consensus::UtxoDigest(tip->utxo_digest) : consensus::UtxoDigest();
    count_ = tip ? tip->coin_count : 0;
}

std::optional<Coin> UtxoCache::find(const OutPoint& out_point) const {
    if (const auto* change = changes_.find(out_point)) return change->now;
    if (const auto* change = on_their_way_.find(out_point)) return change->now;
    if (const auto coin = lately_.find(out_point); coin != lately_.end()) return coin->second;
    if (!snapshot_) return std::nullopt;
    auto coin = snapshot_->coin(out_point);
    if (coin) return *std::move(coin);
    failure_ = coin.error();
    return std::nullopt;
}

void UtxoCache::apply(consensus::UtxoDiff diff) {
    for (NamedCoin& coin : diff.spent) changes_.remove(std::move(coin));
    for (NamedCoin& coin : diff.created) changes_.add(std::move(coin));
    count_ += diff.created.size() - diff.spent.size();
}

void UtxoCache::undo(consensus::UtxoDiff diff) {
    for (NamedCoin& coin : diff.created) changes_.remove(std::move(coin));
    for (NamedCoin& coin : diff.spent) changes_.add(std::move(coin));
    count_ += diff.spent.size() - diff.created.size();
}

const CoinChanges& UtxoCache::begin_write() {
    std::swap(on_their_way_, changes_);  // the former is empty, and keeps its table
    return on_their_way_;
}

void UtxoCache::note_written(std::shared_ptr<const storage::Snapshot> snapshot, const consensus::UtxoDigest& digest) {
    snapshot_ = std::move(snapshot);
    digest_ = digest;
    if (lately_.size() + on_their_way_.all().size() > most_lately_) lately_.clear();
    for (auto& [out_point, change] : on_their_way_.all()) {
        if (!change.now)
            lately_.erase(out_point);
        else if (lately_.size() < most_lately_)
            lately_.insert_or_assign(out_point, *std::move(change.now));
    }
    on_their_way_.clear();
}

crypto::Hash256 UtxoCache::digest() const {
    consensus::UtxoDigest digest = digest_;
    on_their_way_.add_to(digest);
    changes_.add_to(digest);
    return digest.value();
}

}  // namespace chaincore::state
