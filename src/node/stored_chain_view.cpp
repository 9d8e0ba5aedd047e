// SPDX-License-Identifier: MIT
#include "node/stored_chain_view.hpp"

#include "chaincore/util/check.hpp"

#include <optional>

namespace chaincore::node {
namespace {

Error missing(const char* what, std::uint64_t height) {
    return {std::string("the store is damaged: ") + what + " of height " + std::to_string(height) + " is missing"};
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

Result<std::vector<api::AddressEvent>, Error> StoredChainView::history_of(const std::string& address) const {
    std::vector<api::AddressEvent> events;
    if (!tip_) return events;
    const auto entries = tip_->snapshot->history_of(address);
    if (!entries) return fail(entries.error());
    std::optional<storage::BlockRecord> block;  // that of the last entry, which often is the next one's, too
    for (const storage::HistoryEntry& entry : *entries) {
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

}  // namespace chaincore::node
