// SPDX-License-Identifier: MIT
#include "storage/schema.hpp"

namespace chaincore::storage {
namespace {

// So that later places sort first.
std::uint64_t latest_first(std::uint64_t height) { return ~height; }
std::uint32_t latest_first(std::uint32_t position) { return ~position; }

void write_address_prefix(ByteWriter& out, std::string_view address, char kind) {
    out.text(address).integer(static_cast<std::uint8_t>(kind));
}

std::string address_prefix(std::string_view address, char kind) {
    ByteWriter out;
    write_address_prefix(out, address, kind);
    return out.take();
}

}  // namespace

std::string height_key(std::uint64_t height) { return ByteWriter().integer(height).take(); }

void write_coin_key(ByteWriter& out, const consensus::OutPoint& out_point) {
    out.hash(out_point.tx_id).integer(out_point.index);
}

std::string coin_key(const consensus::OutPoint& out_point) {
    ByteWriter out;
    write_coin_key(out, out_point);
    return out.take();
}

std::optional<consensus::OutPoint> read_coin_key(std::string_view key) {
    ByteReader in(key);
    consensus::OutPoint out_point;
    out_point.tx_id = in.hash();
    out_point.index = in.integer<std::uint32_t>();
    if (!in.is_complete()) return std::nullopt;
    return out_point;
}

void write_transaction_key(ByteWriter& out, const crypto::Hash256& tx_id, std::uint64_t height) {
    out.hash(tx_id).integer(latest_first(height));
}

std::optional<TransactionKey> read_transaction_key(std::string_view key) {
    ByteReader in(key);
    TransactionKey read;
    read.tx_id = in.hash();
    read.height = latest_first(in.integer<std::uint64_t>());
    if (!in.is_complete()) return std::nullopt;
    return read;
}

std::string address_coins_prefix(std::string_view address) { return address_prefix(address, 'c'); }

void write_address_coin_key(ByteWriter& out, std::string_view address, const consensus::OutPoint& out_point) {
    write_address_prefix(out, address, 'c');
    write_coin_key(out, out_point);
}

std::optional<AddressKey> read_address_key(std::string_view key) {
    ByteReader in(key);
    AddressKey read;
    read.address = in.text();
    read.kind = static_cast<char>(in.integer<std::uint8_t>());
    if (in.ran_out() || (read.kind != 'c' && read.kind != 'h')) return std::nullopt;
    read.rest = in.rest();
    return read;
}

std::string address_history_prefix(std::string_view address) { return address_prefix(address, 'h'); }

void write_address_history_key(ByteWriter& out, std::string_view address, const TransactionPlace& place) {
    write_address_prefix(out, address, 'h');
    out.integer(latest_first(place.height)).integer(latest_first(place.position));
}

std::optional<TransactionPlace> read_history_place(std::string_view key_behind_prefix) {
    ByteReader in(key_behind_prefix);
    const std::uint64_t height = latest_first(in.integer<std::uint64_t>());
    const std::uint32_t position = latest_first(in.integer<std::uint32_t>());
    if (!in.is_complete()) return std::nullopt;
    return TransactionPlace{height, position};
}

}  // namespace chaincore::storage
