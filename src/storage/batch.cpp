// SPDX-License-Identifier: MIT
#include "chaincore/storage/batch.hpp"

#include "storage/batch_impl.hpp"
#include "storage/key_order.hpp"
#include "storage/record_codec.hpp"

namespace chaincore::storage {
namespace {

// Bytes that are written as they are.
auto as_it_is(std::string_view bytes) {
    return [bytes](ByteWriter& out) { out.bytes(bytes); };
}

auto hash_key(const crypto::Hash256& hash) {
    return [&hash](ByteWriter& out) { out.hash(hash); };
}

}  // namespace

std::vector<const Batch::Impl::Change*> Batch::Impl::sorted_changes(Column column) const {
    const std::vector<Change>& all = changes(column);
    std::vector<std::string_view> keys;
    keys.reserve(all.size());
    for (const Change& change : all) keys.push_back(change.key);
    std::vector<const Change*> sorted;
    sorted.reserve(all.size());
    for (const std::uint32_t index : key_order(keys)) {
        if (!sorted.empty() && sorted.back()->key == all[index].key) sorted.pop_back();
        sorted.push_back(&all[index]);
    }
    return sorted;
}

Batch::Batch() : impl_(std::make_unique<Impl>()) {}
Batch::~Batch() = default;
Batch::Batch(Batch&&) noexcept = default;
Batch& Batch::operator=(Batch&&) noexcept = default;

void Batch::put_block(const BlockRecord& record, std::string_view text) {
    impl_->put(Column::headers, hash_key(record.hash), [&](ByteWriter& out) { write_block_record(out, record); });
    impl_->put(Column::blocks, hash_key(record.hash), as_it_is(text));
}

void Batch::remove_block(const crypto::Hash256& hash) {
    for (const Column column : {Column::headers, Column::blocks, Column::undo}) impl_->remove(column, hash_key(hash));
}

void Batch::put_undo(const crypto::Hash256& hash, const consensus::UtxoDiff& diff) {
    impl_->put(Column::undo, hash_key(hash), [&](ByteWriter& out) { write_undo(out, diff); });
}

void Batch::put_height(std::uint64_t height, const crypto::Hash256& hash) {
    impl_->put(Column::heights, as_it_is(height_key(height)), hash_key(hash));
}

void Batch::remove_height(std::uint64_t height) { impl_->remove(Column::heights, as_it_is(height_key(height))); }

void Batch::put_coin(const consensus::NamedCoin& coin) {
    const auto write_value = [&](ByteWriter& out) { write_coin(out, coin.coin); };
    impl_->put(Column::coins, [&](ByteWriter& out) { write_coin_key(out, coin.out_point); }, write_value);
    impl_->put(
        Column::addresses,
        [&](ByteWriter& out) { write_address_coin_key(out, coin.coin.recipient_address, coin.out_point); },
        write_value);
}

void Batch::remove_coin(const consensus::NamedCoin& coin) {
    impl_->remove(Column::coins, [&](ByteWriter& out) { write_coin_key(out, coin.out_point); });
    impl_->remove(Column::addresses,
                  [&](ByteWriter& out) { write_address_coin_key(out, coin.coin.recipient_address, coin.out_point); });
}

void Batch::put_transaction(const crypto::Hash256& tx_id, const TransactionPlace& place) {
    impl_->put(
        Column::transactions, [&](ByteWriter& out) { write_transaction_key(out, tx_id, place.height); },
        as_it_is(encode_integer(place.position)));
}

void Batch::remove_transaction(const crypto::Hash256& tx_id, const TransactionPlace& place) {
    impl_->remove(Column::transactions, [&](ByteWriter& out) { write_transaction_key(out, tx_id, place.height); });
}

void Batch::put_history(std::string_view address, const HistoryEntry& entry) {
    impl_->put(
        Column::addresses, [&](ByteWriter& out) { write_address_history_key(out, address, entry.place); },
        [&](ByteWriter& out) { write_history(out, entry); });
}

void Batch::remove_history(std::string_view address, const TransactionPlace& place) {
    impl_->remove(Column::addresses, [&](ByteWriter& out) { write_address_history_key(out, address, place); });
}

void Batch::put_tip(const TipRecord& tip) { impl_->put(Column::meta, as_it_is(kTipKey), as_it_is(encode_tip(tip))); }

void Batch::put_reorg_target(const crypto::Hash256& hash) {
    impl_->put(Column::meta, as_it_is(kReorgTargetKey), hash_key(hash));
}

void Batch::remove_reorg_target() { impl_->remove(Column::meta, as_it_is(kReorgTargetKey)); }

void Batch::put_ruled_out(const std::vector<crypto::Hash256>& hashes) {
    impl_->put(Column::meta, as_it_is(kRuledOutKey), as_it_is(encode_hashes(hashes)));
}

std::size_t Batch::bytes() const { return impl_->bytes(); }
bool Batch::is_empty() const { return impl_->count() == 0; }
void Batch::clear() { impl_->clear(); }

}  // namespace chaincore::storage
