// SPDX-License-Identifier: MIT
#include "storage/record_codec.hpp"

#include <bit>
#include <cmath>

namespace chaincore::storage {
namespace {

using chain::Number;
using consensus::Coin;
using consensus::NamedCoin;

enum class NumberKind : std::uint8_t { natural = 0, negative = 1, real = 2 };

void write_number(ByteWriter& out, const Number& number) {
    if (const auto natural = number.to_natural()) {
        out.integer(static_cast<std::uint8_t>(NumberKind::natural)).integer(*natural);
    } else if (const auto negative = number.to_negative()) {
        out.integer(static_cast<std::uint8_t>(NumberKind::negative)).integer(static_cast<std::uint64_t>(*negative));
    } else {
        out.integer(static_cast<std::uint8_t>(NumberKind::real));
        out.integer(std::bit_cast<std::uint64_t>(number.to_double()));
    }
}

std::optional<Number> read_number(ByteReader& in) {
    const auto kind = static_cast<NumberKind>(in.integer<std::uint8_t>());
    const auto bits = in.integer<std::uint64_t>();
    if (kind == NumberKind::natural) return Number{bits};
    if (kind == NumberKind::negative) {
        const auto value = static_cast<std::int64_t>(bits);
        return value < 0 ? std::optional(Number{value}) : std::nullopt;
    }
    const double value = std::bit_cast<double>(bits);
    if (kind != NumberKind::real || !std::isfinite(value)) return std::nullopt;
    return Number{value};
}

std::optional<Coin> read_coin(ByteReader& in) {
    const auto amount = read_number(in);
    if (!amount) return std::nullopt;
    Coin coin;
    coin.amount = *amount;
    coin.recipient_address = in.text();
    coin.height = in.integer<std::uint64_t>();
    return coin;
}

void write_coins(ByteWriter& out, const std::vector<NamedCoin>& coins) {
    out.integer(static_cast<std::uint32_t>(coins.size()));
    for (const auto& [out_point, coin] : coins) {
        out.hash(out_point.tx_id).integer(out_point.index);
        write_coin(out, coin);
    }
}

bool read_coins(ByteReader& in, std::vector<NamedCoin>& coins) {
    for (auto count = in.integer<std::uint32_t>(); count > 0; --count) {
        NamedCoin named;
        named.out_point.tx_id = in.hash();
        named.out_point.index = in.integer<std::uint32_t>();
        const auto coin = read_coin(in);
        if (!coin || in.ran_out()) return false;
        named.coin = *coin;
        coins.push_back(std::move(named));
    }
    return true;
}

// The record, where all its bytes were there and nothing but them.
template <class T>
std::optional<T> if_complete(const ByteReader& in, T record) {
    if (!in.is_complete()) return std::nullopt;
    return record;
}

}  // namespace

void write_block_record(ByteWriter& out, const BlockRecord& record) {
    out.hash(record.previous_hash).hash(record.merkle_root).integer(record.height);
    write_number(out, record.timestamp);
    out.integer(record.nonce).integer(record.target_difficulty);
    out.integer(record.work.high).integer(record.work.low).integer(record.next_difficulty);
    out.integer(record.size).integer(record.cumulative_bytes).integer(record.transaction_count);
    out.integer(record.order).integer(static_cast<std::uint64_t>(record.received_at)).text(record.miner);
}

std::optional<BlockRecord> decode_block_record(const crypto::Hash256& hash, std::string_view bytes) {
    ByteReader in(bytes);
    BlockRecord record;
    record.hash = hash;
    record.previous_hash = in.hash();
    record.merkle_root = in.hash();
    record.height = in.integer<std::uint64_t>();
    const auto timestamp = read_number(in);
    if (!timestamp) return std::nullopt;
    record.timestamp = *timestamp;
    record.nonce = in.integer<std::uint64_t>();
    record.target_difficulty = in.integer<std::uint64_t>();
    record.work.high = in.integer<std::uint64_t>();
    record.work.low = in.integer<std::uint64_t>();
    record.next_difficulty = in.integer<std::uint64_t>();
    record.size = in.integer<std::uint64_t>();
    record.cumulative_bytes = in.integer<std::uint64_t>();
    record.transaction_count = in.integer<std::uint64_t>();
    record.order = in.integer<std::uint64_t>();
    record.received_at = static_cast<std::int64_t>(in.integer<std::uint64_t>());
    record.miner = in.text();
    return if_complete(in, std::move(record));
}

std::string encode_tip(const TipRecord& tip) {
    return ByteWriter().hash(tip.hash).hash(tip.utxo_digest).integer(tip.coin_count).take();
}

std::optional<TipRecord> decode_tip(std::string_view bytes) {
    ByteReader in(bytes);
    TipRecord tip;
    tip.hash = in.hash();
    tip.utxo_digest = in.hash();
    tip.coin_count = in.integer<std::uint64_t>();
    return if_complete(in, tip);
}

void write_coin(ByteWriter& out, const Coin& coin) {
    write_number(out, coin.amount);
    out.text(coin.recipient_address).integer(coin.height);
}

std::optional<Coin> decode_coin(std::string_view bytes) {
    ByteReader in(bytes);
    auto coin = read_coin(in);
    if (!coin) return std::nullopt;
    return if_complete(in, *std::move(coin));
}

void write_undo(ByteWriter& out, const consensus::UtxoDiff& diff) {
    write_coins(out, diff.spent);
    write_coins(out, diff.created);
}

std::optional<consensus::UtxoDiff> decode_undo(std::string_view bytes) {
    ByteReader in(bytes);
    consensus::UtxoDiff diff;
    if (!read_coins(in, diff.spent) || !read_coins(in, diff.created)) return std::nullopt;
    return if_complete(in, std::move(diff));
}

void write_history(ByteWriter& out, const HistoryEntry& entry) {
    out.hash(entry.tx_id).integer(std::bit_cast<std::uint64_t>(entry.received));
    out.integer(std::bit_cast<std::uint64_t>(entry.spent)).integer(std::uint8_t{entry.is_coinbase});
}

std::optional<HistoryEntry> decode_history(const TransactionPlace& place, std::string_view bytes) {
    ByteReader in(bytes);
    HistoryEntry entry;
    entry.place = place;
    entry.tx_id = in.hash();
    entry.received = std::bit_cast<double>(in.integer<std::uint64_t>());
    entry.spent = std::bit_cast<double>(in.integer<std::uint64_t>());
    const auto is_coinbase = in.integer<std::uint8_t>();
    if (!std::isfinite(entry.received) || !std::isfinite(entry.spent) || is_coinbase > 1) return std::nullopt;
    entry.is_coinbase = is_coinbase == 1;
    return if_complete(in, entry);
}

std::string encode_hash(const crypto::Hash256& hash) { return ByteWriter().hash(hash).take(); }

std::optional<crypto::Hash256> decode_hash(std::string_view bytes) {
    ByteReader in(bytes);
    const crypto::Hash256 hash = in.hash();
    return if_complete(in, hash);
}

std::string encode_hashes(const std::vector<crypto::Hash256>& hashes) {
    ByteWriter out;
    for (const crypto::Hash256& hash : hashes) out.hash(hash);
    return out.take();
}

std::optional<std::vector<crypto::Hash256>> decode_hashes(std::string_view bytes) {
    static constexpr std::size_t kHashBytes = 32;
    if (bytes.size() % kHashBytes != 0) return std::nullopt;
    std::vector<crypto::Hash256> hashes;
    for (std::size_t at = 0; at < bytes.size(); at += kHashBytes)
        hashes.push_back(*decode_hash(bytes.substr(at, kHashBytes)));
    return hashes;
}

std::string encode_integer(std::uint64_t value) { return ByteWriter().integer(value).take(); }

std::optional<std::uint64_t> decode_integer(std::string_view bytes) {
    ByteReader in(bytes);
    const auto value = in.integer<std::uint64_t>();
    return if_complete(in, value);
}

}  // namespace chaincore::storage
