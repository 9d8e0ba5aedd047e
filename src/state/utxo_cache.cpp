// SPDX-License-Identifier: MIT
#include "chaincore/state/utxo_cache.hpp"

#include "chaincore/util/check.hpp"

namespace chaincore::state {
namespace {

using consensus::Coin;
using consensus::NamedCoin;
using consensus::OutPoint;

constexpr std::size_t kEntryBytes = 256;  // of an entry and its place in the table, an address included

}  // namespace

void UtxoCache::reset(std::shared_ptr<const storage::Snapshot> snapshot, const std::optional<storage::TipRecord>& tip) {
    snapshot_ = std::move(snapshot);
    entries_.clear();
    lately_.clear();
    bytes_ = 0;
    digest_ = tip ? consensus::UtxoDigest(tip->utxo_digest) : consensus::UtxoDigest();
    count_ = tip ? tip->coin_count : 0;
}

std::optional<Coin> UtxoCache::find(const OutPoint& out_point) const {
    if (const auto entry = entries_.find(out_point); entry != entries_.end()) return entry->second.now;
    if (const auto coin = lately_.find(out_point); coin != lately_.end()) return coin->second;
    if (!snapshot_) return std::nullopt;
    auto coin = snapshot_->coin(out_point);
    if (coin) return *std::move(coin);
    failure_ = coin.error();
    return std::nullopt;
}

void UtxoCache::apply(const consensus::UtxoDiff& diff) {
    for (const NamedCoin& coin : diff.spent) remove(coin);
    for (const NamedCoin& coin : diff.created) add(coin);
}

void UtxoCache::undo(const consensus::UtxoDiff& diff) {
    for (const NamedCoin& coin : diff.created) remove(coin);
    for (const NamedCoin& coin : diff.spent) add(coin);
}

void UtxoCache::add(const NamedCoin& coin) {
    const auto [entry, is_new] = entries_.try_emplace(coin.out_point, Entry{coin.coin, std::nullopt});
    if (is_new) {
        bytes_ += kEntryBytes;
    } else {
        CHAINCORE_CHECK(!entry->second.now);
        entry->second.now = coin.coin;
    }
    digest_.add(coin);
    ++count_;
}

void UtxoCache::remove(const NamedCoin& coin) {
    const auto [entry, is_new] = entries_.try_emplace(coin.out_point, Entry{std::nullopt, coin.coin});
    if (is_new) {
        bytes_ += kEntryBytes;
        lately_.erase(coin.out_point);
    } else {
        CHAINCORE_CHECK(entry->second.now == coin.coin);
        entry->second.now.reset();
        if (!entry->second.stored) {
            entries_.erase(entry);
            bytes_ -= kEntryBytes;
        }
    }
    digest_.remove(coin);
    --count_;
}

void UtxoCache::write_to(storage::Batch& batch) const {
    for (const auto& [out_point, entry] : entries_) {
        if (entry.now == entry.stored) continue;
        if (entry.stored) batch.remove_coin({out_point, *entry.stored});
        if (entry.now) batch.put_coin({out_point, *entry.now});
    }
}

void UtxoCache::note_written(std::shared_ptr<const storage::Snapshot> snapshot) {
    snapshot_ = std::move(snapshot);
    if (lately_.size() + entries_.size() > most_lately_) lately_.clear();
    for (auto& [out_point, entry] : entries_)
        if (entry.now && lately_.size() < most_lately_) lately_.insert_or_assign(out_point, *std::move(entry.now));
    entries_.clear();
    bytes_ = 0;
}

}  // namespace chaincore::state
