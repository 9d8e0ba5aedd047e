// SPDX-License-Identifier: MIT
#include "chaincore/storage/batch.hpp"

#include "storage/batch_impl.hpp"
#include "storage/record_codec.hpp"

namespace chaincore::storage {

Batch::Batch() : impl_(std::make_unique<Impl>()) {}
Batch::~Batch() = default;
Batch::Batch(Batch&&) noexcept = default;
Batch& Batch::operator=(Batch&&) noexcept = default;

void Batch::put_block(const BlockRecord& record, std::string_view text) {
    impl_->put(Column::headers, encode_hash(record.hash), encode_block_record(record));
    impl_->put(Column::blocks, encode_hash(record.hash), std::string(text));
}

void Batch::remove_block(const crypto::Hash256& hash) {
    for (const Column column : {Column::headers, Column::blocks, Column::undo}) impl_->remove(column, encode_hash(hash));
}

void Batch::put_undo(const crypto::Hash256& hash, const consensus::UtxoDiff& diff) {
    impl_->put(Column::undo, encode_hash(hash), encode_undo(diff));
}

void Batch::put_height(std::uint64_t height, const crypto::Hash256& hash) {
    impl_->put(Column::heights, height_key(height), encode_hash(hash));
}

void Batch::remove_height(std::uint64_t height) { impl_->remove(Column::heights, height_key(height)); }

void Batch::put_coin(const consensus::NamedCoin& coin) {
    const std::string value = encode_coin(coin.coin);
    impl_->put(Column::coins, coin_key(coin.out_point), value);
    impl_->put(Column::addresses, address_coin_key(coin.coin.recipient_address, coin.out_point), value);
}

void Batch::remove_coin(const consensus::NamedCoin& coin) {
    impl_->remove(Column::coins, coin_key(coin.out_point));
    impl_->remove(Column::addresses, address_coin_key(coin.coin.recipient_address, coin.out_point));
}

void Batch::put_transaction(const crypto::Hash256& tx_id, const TransactionPlace& place) {
    impl_->put(Column::transactions, transaction_key(tx_id, place.height), encode_integer(place.position));
}

void Batch::remove_transaction(const crypto::Hash256& tx_id, const TransactionPlace& place) {
    impl_->remove(Column::transactions, transaction_key(tx_id, place.height));
}

void Batch::put_history(std::string_view address, const HistoryEntry& entry) {
    impl_->put(Column::addresses, address_history_key(address, entry.place), encode_history(entry));
}

void Batch::remove_history(std::string_view address, const TransactionPlace& place) {
    impl_->remove(Column::addresses, address_history_key(address, place));
}

void Batch::put_tip(const TipRecord& tip) { impl_->put(Column::meta, std::string(kTipKey), encode_tip(tip)); }

void Batch::put_reorg_target(const crypto::Hash256& hash) {
    impl_->put(Column::meta, std::string(kReorgTargetKey), encode_hash(hash));
}

void Batch::remove_reorg_target() { impl_->remove(Column::meta, std::string(kReorgTargetKey)); }

std::size_t Batch::bytes() const { return impl_->bytes(); }
bool Batch::is_empty() const { return impl_->changes().empty(); }
void Batch::clear() { impl_->clear(); }

}  // namespace chaincore::storage
