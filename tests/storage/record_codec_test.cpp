// SPDX-License-Identifier: MIT
#include "storage/record_codec.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace chaincore::storage {
namespace {

using chain::Number;
using consensus::Coin;
using consensus::NamedCoin;

std::string encode_block_record(const BlockRecord& record) {
    ByteWriter out;
    write_block_record(out, record);
    return out.take();
}

std::string encode_history(const HistoryEntry& entry) {
    ByteWriter out;
    write_history(out, entry);
    return out.take();
}

std::string encode_coin(const Coin& coin) {
    ByteWriter out;
    write_coin(out, coin);
    return out.take();
}

std::string encode_undo(const consensus::UtxoDiff& diff) {
    ByteWriter out;
    write_undo(out, diff);
    return out.take();
}

crypto::Hash256 hash_of(std::uint8_t first_byte) {
    crypto::Hash256 hash;
    hash.bytes[0] = first_byte;
    hash.bytes[31] = 7;
    return hash;
}

BlockRecord sample_record() {
    BlockRecord record;
    record.hash = hash_of(1);
    record.previous_hash = hash_of(2);
    record.merkle_root = hash_of(3);
    record.height = 1'234'567'890'123;
    record.timestamp = Number{1754680314.123456};
    record.nonce = 9'223'372'036'854'775'807;
    record.target_difficulty = 64;
    record.work = {5, 6};
    record.next_difficulty = 7;
    record.size = 8;
    record.cumulative_bytes = 9;
    record.transaction_count = 10;
    record.order = 11;
    record.received_at = -12;
    record.miner = "gen\xc3\xa9sis";
    return record;
}

// Every proper beginning of the bytes, and the bytes with one more behind them.
template <class Decode>
void expect_only_whole(const std::string& bytes, const Decode& decode) {
    EXPECT_TRUE(decode(bytes));
    for (std::size_t length = 0; length < bytes.size(); ++length)
        EXPECT_FALSE(decode(std::string_view(bytes).substr(0, length))) << length << " bytes";
    EXPECT_FALSE(decode(bytes + 'x'));
}

TEST(RecordCodec, ReadsBackWhatItWrote) {
    const BlockRecord record = sample_record();
    EXPECT_EQ(decode_block_record(record.hash, encode_block_record(record)), record);
    const TipRecord tip{hash_of(1), hash_of(2), 3};
    EXPECT_EQ(decode_tip(encode_tip(tip)), tip);
    const HistoryEntry entry{{4, 5}, hash_of(6), 7.5, 0.1, true};
    EXPECT_EQ(decode_history(entry.place, encode_history(entry)), entry);
    EXPECT_EQ(decode_hash(encode_hash(hash_of(9))), hash_of(9));
    EXPECT_EQ(decode_integer(encode_integer(std::numeric_limits<std::uint64_t>::max())),
              std::numeric_limits<std::uint64_t>::max());
}

TEST(RecordCodec, KeepsAnyNumberOfHashes) {
    for (const std::vector<crypto::Hash256>& hashes : {std::vector<crypto::Hash256>{}, {hash_of(1), hash_of(2)}})
        EXPECT_EQ(decode_hashes(encode_hashes(hashes)), hashes);
    EXPECT_FALSE(decode_hashes(encode_hashes({hash_of(1)}) + 'x'));
}

TEST(RecordCodec, KeepsTheKindOfEveryAmount) {
    const Number amounts[] = {Number{50},
                              Number{50.0},
                              Number{std::numeric_limits<std::uint64_t>::max()},
                              Number{std::numeric_limits<std::int64_t>::min()},
                              Number{-0.0},
                              Number{0.0},
                              Number{5e-324},
                              Number{std::numeric_limits<double>::max()}};
    for (const Number& amount : amounts) {
        const Coin coin{amount, "1Somebody", 77};
        EXPECT_EQ(decode_coin(encode_coin(coin)), coin) << amount.text();
    }
}

TEST(RecordCodec, KeepsBothSidesOfAnUndoRecord) {
    const NamedCoin a{{hash_of(1), 0}, {Number{50}, "a", 1}};
    const NamedCoin b{{hash_of(2), 4294967295U}, {Number{0.5}, "", 2}};
    const consensus::UtxoDiff diff{{a, b}, {b}};
    const auto read = decode_undo(encode_undo(diff));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->spent, diff.spent);
    EXPECT_EQ(read->created, diff.created);
}

TEST(RecordCodec, RefusesWhatItDidNotWrite) {
    const BlockRecord record = sample_record();
    expect_only_whole(encode_block_record(record),
                      [&](std::string_view bytes) { return decode_block_record(record.hash, bytes).has_value(); });
    const Coin coin{Number{50}, "1Somebody", 77};
    expect_only_whole(encode_coin(coin), [](std::string_view bytes) { return decode_coin(bytes).has_value(); });
    const consensus::UtxoDiff diff{{{{hash_of(1), 0}, coin}}, {{{hash_of(2), 1}, coin}}};
    expect_only_whole(encode_undo(diff), [](std::string_view bytes) { return decode_undo(bytes).has_value(); });
    const TipRecord tip{hash_of(1), hash_of(2), 3};
    expect_only_whole(encode_tip(tip), [](std::string_view bytes) { return decode_tip(bytes).has_value(); });

    std::string unknown_kind = encode_coin(coin);
    unknown_kind[0] = 3;
    EXPECT_FALSE(decode_coin(unknown_kind));
    std::string not_finite = encode_coin({Number{1.0}, "a", 0});
    not_finite[1] = '\x7f';
    not_finite[2] = '\xf0';
    EXPECT_FALSE(decode_coin(not_finite));
    std::string negative_from_0_on = encode_coin({Number{5}, "a", 0});
    negative_from_0_on[0] = 1;
    EXPECT_FALSE(decode_coin(negative_from_0_on));
}

TEST(RecordCodec, RefusesAHistoryThatItDidNotWrite) {
    const HistoryEntry entry{{4, 5}, hash_of(6), 7.5, 0.1, true};
    const std::string bytes = encode_history(entry);
    const auto decode = [&](std::string_view damaged) { return decode_history(entry.place, damaged).has_value(); };
    expect_only_whole(bytes, decode);
    EXPECT_FALSE(decode(bytes.substr(0, bytes.size() - 1) + '\2'));
    const std::string not_finite = ByteWriter().hash(entry.tx_id).integer(std::uint64_t{0x7ff} << 52).take();
    EXPECT_FALSE(decode(not_finite + bytes.substr(not_finite.size())));
}

}  // namespace
}  // namespace chaincore::storage
