// SPDX-License-Identifier: MIT
#include "node/stored_chain_view.hpp"

#include "chaincore/util/check.hpp"

#include <algorithm>
#include <optional>

namespace chaincore::node {
namespace {

Error missing(const char* what, std::uint64_t height) {
    return {std::string("the store is damaged: ") + what + " of height " + std::to_string(height) + " is missing"};
}

api::NamedCoin to_report(const consensus::NamedCoin& coin) {
    return {coin.out_point.tx_id.to_hex(), coin.out_point.index, coin.coin.recipient_address, coin.coin.amount,
            coin.coin.height};
}

}  // namespace

Result<crypto::Hash256, Error> StoredChainView::hash_at(std::uint64_t height) const {
    CHAINCORE_CHECK(height < length());
    const auto hash = tip_->snapshot->hash_at(height);
    if (!hash) return fail(hash.error());
    if (!*hash) return fail(missing("the hash", height));
    return **hash;
}

Result<storage::BlockRecord, Error> StoredChainView::record_at(std::uint64_t height) const {
    const auto hash = hash_at(height);
    if (!hash) return fail(hash.error());
    auto record = tip_->snapshot->block(*hash);
    if (!record) return fail(record.error());
    if (!*record) return fail(missing("the header", height));
    return **std::move(record);
}

Result<std::string, Error> StoredChainView::block_text(std::uint64_t height) const {
    const auto hash = hash_at(height);
    if (!hash) return fail(hash.error());
    auto text = tip_->snapshot->block_text(*hash);
    if (!text) return fail(text.error());
    if (!*text) return fail(missing("the block", height));
    return **std::move(text);
}

Result<std::uint64_t, Error> StoredChainView::text_bytes(std::uint64_t first, std::uint64_t last) const {
    const auto from = record_at(first);
    if (!from) return fail(from.error());
    const auto to = record_at(last);
    if (!to) return fail(to.error());
    return to->cumulative_bytes - from->cumulative_bytes + from->size;
}

Result<api::BlockSummary, Error> StoredChainView::block_summary(std::uint64_t height) const {
    const auto record = record_at(height);
    if (!record) return fail(record.error());
    return api::BlockSummary{record->header(), record->hash.to_hex(),
                             record->miner,    record->transaction_count,
                             record->size,     static_cast<double>(record->received_at) / 1e6};
}

Result<std::vector<api::AddressCoin>, Error> StoredChainView::coins_of(const std::string& address) const {
    std::vector<api::AddressCoin> listed;
    if (!tip_) return listed;
    const auto coins = tip_->snapshot->coins_of(address);
    if (!coins) return fail(coins.error());
    for (const auto& [out_point, coin] : *coins)
        listed.push_back({out_point.tx_id.to_hex(), out_point.index, coin.amount, coin.height});
    return listed;
}

Result<std::vector<api::AddressEvent>, Error> StoredChainView::events_of(Entries entries) const {
    std::vector<api::AddressEvent> events;
    std::optional<storage::BlockRecord> block;  // that of the last entry, which often is the next one's, too
    for (const storage::HistoryEntry& entry : entries) {
        if (!block || block->height != entry.place.height) {
            auto record = record_at(entry.place.height);
            if (!record) return fail(record.error());
            block = *std::move(record);
        }
        events.push_back({entry.tx_id.to_hex(), block->height, block->hash.to_hex(), block->timestamp, entry.received,
                          entry.spent, entry.is_coinbase});
    }
    return events;
}

Result<std::vector<api::AddressEvent>, Error> StoredChainView::history_of(const std::string& address) const {
    if (!tip_) return std::vector<api::AddressEvent>();
    const auto entries = tip_->snapshot->history_of(address);
    if (!entries) return fail(entries.error());
    return events_of(*entries);
}

Result<api::AddressHistory, Error> StoredChainView::history_of(const std::string& address, std::uint64_t first,
                                                               std::uint64_t count) const {
    api::AddressHistory history;
    if (!tip_) return history;
    const auto entries = tip_->snapshot->history_of(address);
    if (!entries) return fail(entries.error());
    for (const storage::HistoryEntry& entry : *entries) {
        history.received += entry.received;
        history.spent += entry.spent;
        if (entry.is_coinbase) ++history.mined_blocks;
    }
    history.transactions = entries->size();
    const std::size_t begin = std::min<std::uint64_t>(first, entries->size());
    auto events = events_of(Entries(*entries).subspan(begin, std::min<std::uint64_t>(count, entries->size() - begin)));
    if (!events) return fail(events.error());
    history.events = *std::move(events);
    return history;
}

Result<std::optional<std::uint64_t>, Error> StoredChainView::height_of(const std::string& hash) const {
    const auto wanted = crypto::Hash256::from_hex(hash);
    if (!tip_ || !wanted) return std::optional<std::uint64_t>();
    const auto record = tip_->snapshot->block(*wanted);
    if (!record) return fail(record.error());
    if (!*record || (*record)->height >= length()) return std::optional<std::uint64_t>();
    const auto best = hash_at((*record)->height);
    if (!best) return fail(best.error());
    return *best == *wanted ? std::optional((*record)->height) : std::nullopt;
}

Result<std::optional<api::TransactionPlace>, Error> StoredChainView::place_of(const std::string& tx_id) const {
    const auto wanted = crypto::Hash256::from_hex(tx_id);
    if (!tip_ || !wanted) return std::optional<api::TransactionPlace>();
    const auto place = tip_->snapshot->transaction(*wanted);
    if (!place) return fail(place.error());
    if (!*place) return std::optional<api::TransactionPlace>();
    return std::optional(api::TransactionPlace{(*place)->height, (*place)->position});
}

Result<std::vector<api::NamedCoin>, Error> StoredChainView::coins_after(const std::optional<api::CoinName>& after,
                                                                        std::size_t most) const {
    std::vector<api::NamedCoin> listed;
    const auto tx_id = after ? crypto::Hash256::from_hex(after->tx_id) : std::nullopt;
    if (!tip_ || (after && !tx_id)) return listed;
    const auto coins = tip_->snapshot->coins_after(
        tx_id ? std::optional(consensus::OutPoint{*tx_id, after->output_index}) : std::nullopt, most);
    if (!coins) return fail(coins.error());
    for (const consensus::NamedCoin& coin : *coins) listed.push_back(to_report(coin));
    return listed;
}

Result<std::optional<api::NamedCoin>, Error> StoredChainView::coin(const std::string& tx_id,
                                                                   std::uint32_t index) const {
    const auto wanted = crypto::Hash256::from_hex(tx_id);
    if (!tip_ || !wanted) return std::optional<api::NamedCoin>();
    const consensus::OutPoint out_point{*wanted, index};
    const auto coin = tip_->snapshot->coin(out_point);
    if (!coin) return fail(coin.error());
    return *coin ? std::optional(to_report({out_point, **coin})) : std::nullopt;
}

Result<std::vector<api::NamedCoin>, Error> StoredChainView::spent_by(std::uint64_t height) const {
    const auto hash = hash_at(height);
    if (!hash) return fail(hash.error());
    const auto undo = tip_->snapshot->undo(*hash);
    if (!undo) return fail(undo.error());
    if (!*undo) return fail(missing("the undo record", height));
    std::vector<api::NamedCoin> coins;
    for (const consensus::NamedCoin& coin : (*undo)->spent) coins.push_back(to_report(coin));
    return coins;
}

}  // namespace chaincore::node
