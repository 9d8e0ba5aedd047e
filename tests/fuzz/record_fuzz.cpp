// SPDX-License-Identifier: MIT
// Damaged records and keys of the store: what is decoded is written as the very same bytes, so nothing is taken for a
// record that no node has written.
#include "fuzz/choices.hpp"
#include "fuzz/require.hpp"
#include "storage/record_codec.hpp"
#include "storage/schema.hpp"

#include <cmath>
#include <string>

using namespace chaincore;
using namespace chaincore::storage;
using fuzz::require;

namespace {

template <class Write>
std::string written(const Write& write) {
    ByteWriter out;
    write(out);
    return out.take();
}

void check_block_record(std::string_view bytes) {
    const auto record = decode_block_record(crypto::Hash256{}, bytes);
    if (!record) return;
    const auto again = written([&](ByteWriter& out) { write_block_record(out, *record); });
    require(again == bytes, "a block's record is written as it was read");
}

void check_tip(std::string_view bytes) {
    if (const auto tip = decode_tip(bytes)) require(encode_tip(*tip) == bytes, "a tip is written as it was read");
}

void check_coin(std::string_view bytes) {
    const auto coin = decode_coin(bytes);
    if (!coin) return;
    require(written([&](ByteWriter& out) { write_coin(out, *coin); }) == bytes, "a coin is written as it was read");
}

void check_undo(std::string_view bytes) {
    const auto diff = decode_undo(bytes);
    if (!diff) return;
    const auto again = written([&](ByteWriter& out) { write_undo(out, *diff); });
    require(again == bytes, "an undo record is written as it was read");
}

void check_history(std::string_view bytes) {
    const auto entry = decode_history({}, bytes);
    if (!entry) return;
    const auto again = written([&](ByteWriter& out) { write_history(out, *entry); });
    require(again == bytes, "an address's record is written as it was read");
    require(std::isfinite(entry->received) && std::isfinite(entry->spent), "a record holds sums that can be shown");
}

void check_plain_values(std::string_view bytes) {
    if (const auto hash = decode_hash(bytes)) require(encode_hash(*hash) == bytes, "a hash is written as it was read");
    if (const auto value = decode_integer(bytes))
        require(encode_integer(*value) == bytes, "an integer is written as it was read");
}

void check_coin_keys(std::string_view key) {
    if (const auto out_point = read_coin_key(key))
        require(coin_key(*out_point) == key, "a coin's key is written as it was read");
    const auto of_address = read_address_key(key);
    const auto out_point = of_address && of_address->kind == 'c' ? read_coin_key(of_address->rest) : std::nullopt;
    if (!out_point) return;
    const auto again = written([&](ByteWriter& out) { write_address_coin_key(out, of_address->address, *out_point); });
    require(again == key, "an address's key of a coin is written as it was read");
}

void check_history_key(std::string_view key_behind_prefix) {
    const auto place = read_history_place(key_behind_prefix);
    if (!place) return;
    const auto again = written([&](ByteWriter& out) { write_address_history_key(out, "1a", *place); });
    require(again == address_history_prefix("1a").append(key_behind_prefix), "a place is written as it was read");
}

}  // namespace

// The first byte says which record the others are.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using Check = void (*)(std::string_view);
    static constexpr Check kChecks[] = {check_block_record, check_tip,          check_coin,      check_undo,
                                        check_history,      check_plain_values, check_coin_keys, check_history_key};
    fuzz::Choices choices(fuzz::as_text(data, size));
    const Check check = choices.pick_from(kChecks);
    check(choices.rest());
    return 0;
}
