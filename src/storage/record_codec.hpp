// SPDX-License-Identifier: MIT
// The records of the store as bytes (docs/storage.md, "Values"). A decoder gives none for bytes that it did not write.
// Any thread.
#pragma once

#include "chaincore/storage/records.hpp"
#include "storage/byte_codec.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace chaincore::storage {

void write_block_record(ByteWriter& out, const BlockRecord& record);
std::optional<BlockRecord> decode_block_record(const crypto::Hash256& hash, std::string_view bytes);

std::string encode_tip(const TipRecord& tip);
std::optional<TipRecord> decode_tip(std::string_view bytes);

void write_coin(ByteWriter& out, const consensus::Coin& coin);
std::optional<consensus::Coin> decode_coin(std::string_view bytes);

void write_undo(ByteWriter& out, const consensus::UtxoDiff& diff);
std::optional<consensus::UtxoDiff> decode_undo(std::string_view bytes);

// Without its place, which is in the key.
void write_history(ByteWriter& out, const HistoryEntry& entry);
std::optional<HistoryEntry> decode_history(const TransactionPlace& place, std::string_view bytes);

std::string encode_hash(const crypto::Hash256& hash);
std::optional<crypto::Hash256> decode_hash(std::string_view bytes);

// One behind the other.
std::string encode_hashes(const std::vector<crypto::Hash256>& hashes);
std::optional<std::vector<crypto::Hash256>> decode_hashes(std::string_view bytes);

std::string encode_integer(std::uint64_t value);
std::optional<std::uint64_t> decode_integer(std::string_view bytes);

}  // namespace chaincore::storage
