// SPDX-License-Identifier: MIT
// Where things lie in the store: columns and keys (docs/storage.md, "Columns"). Any thread.
#pragma once

#include "chaincore/consensus/coin.hpp"
#include "chaincore/crypto/hash256.hpp"
#include "chaincore/storage/records.hpp"
#include "storage/byte_codec.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace chaincore::storage {

enum class Column : std::uint8_t { meta, blocks, headers, heights, undo, coins, transactions, addresses };

inline constexpr std::size_t kColumnCount = 8;
// In the order of Column. RocksDB insists on one that is called "default".
inline constexpr std::array<const char*, kColumnCount> kColumnNames = {
    "default", "blocks", "headers", "heights", "undo", "coins", "transactions", "addresses"};

// Keys of Column::meta.
inline constexpr std::string_view kSchemaKey = "schema_version";
inline constexpr std::string_view kNetworkKey = "network";
inline constexpr std::string_view kDifficultyKey = "difficulty";
inline constexpr std::string_view kTipKey = "tip";
inline constexpr std::string_view kReorgTargetKey = "reorg_target";
inline constexpr std::string_view kRuledOutKey = "ruled_out";

std::string height_key(std::uint64_t height);

void write_coin_key(ByteWriter& out, const consensus::OutPoint& out_point);
std::string coin_key(const consensus::OutPoint& out_point);
std::optional<consensus::OutPoint> read_coin_key(std::string_view key);

// An id can come back once all its outputs are spent: the height tells the transactions apart.
void write_transaction_key(ByteWriter& out, const crypto::Hash256& tx_id, std::uint64_t height);

struct TransactionKey {
    crypto::Hash256 tx_id;
    std::uint64_t height = 0;
};
std::optional<TransactionKey> read_transaction_key(std::string_view key);

// In Column::addresses, what belongs to an address begins with its length and its text: then the letter c and a coin's
// key, or h and a place, the latest first.
std::string address_coins_prefix(std::string_view address);
void write_address_coin_key(ByteWriter& out, std::string_view address, const consensus::OutPoint& out_point);
// What a key of Column::addresses begins with, and what follows it.
struct AddressKey {
    std::string address;
    char kind = 0;
    std::string_view rest;
};
std::optional<AddressKey> read_address_key(std::string_view key);
std::string address_history_prefix(std::string_view address);
void write_address_history_key(ByteWriter& out, std::string_view address, const TransactionPlace& place);
std::optional<TransactionPlace> read_history_place(std::string_view key_behind_prefix);

}  // namespace chaincore::storage
