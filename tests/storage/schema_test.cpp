// SPDX-License-Identifier: MIT
#include "storage/schema.hpp"

#include <gtest/gtest.h>

namespace chaincore::storage {
namespace {

std::string address_history_key(std::string_view address, const TransactionPlace& place) {
    ByteWriter out;
    write_address_history_key(out, address, place);
    return out.take();
}

std::string address_coin_key(std::string_view address, const consensus::OutPoint& out_point) {
    ByteWriter out;
    write_address_coin_key(out, address, out_point);
    return out.take();
}

TEST(Schema, SortsHeightsAsNumbers) {
    EXPECT_LT(height_key(9), height_key(10));
    EXPECT_LT(height_key(255), height_key(256));
}

TEST(Schema, SortsTheLatestPlaceOfAnAddressFirst) {
    EXPECT_LT(address_history_key("a", {10, 0}), address_history_key("a", {9, 5}));
    EXPECT_LT(address_history_key("a", {9, 5}), address_history_key("a", {9, 4}));
}

TEST(Schema, KeepsAddressesApartThatBeginAlike) {
    const std::string of_ab = address_coin_key("ab", {});
    EXPECT_FALSE(of_ab.starts_with(address_coins_prefix("a")));
    EXPECT_FALSE(address_coin_key("a", {}).starts_with(address_history_prefix("a")));
}

TEST(Schema, ReadsItsKeysBack) {
    consensus::OutPoint out_point;
    out_point.tx_id.bytes[5] = 9;
    out_point.index = 4'000'000'000;
    EXPECT_EQ(read_coin_key(coin_key(out_point)), out_point);
    EXPECT_EQ(read_coin_key(coin_key(out_point) + "x"), std::nullopt);
    const TransactionPlace place{12, 34};
    const std::string key = address_history_key("a", place);
    EXPECT_EQ(read_history_place(key.substr(address_history_prefix("a").size())), place);
    EXPECT_EQ(read_history_place("short"), std::nullopt);
}

TEST(Schema, TellsWhoseKeyItIs) {
    const std::string key = address_coin_key("abc", {});
    const auto of_coin = read_address_key(key);
    ASSERT_TRUE(of_coin);
    EXPECT_EQ(of_coin->address, "abc");
    EXPECT_EQ(of_coin->kind, 'c');
    EXPECT_EQ(of_coin->rest, coin_key({}));
    EXPECT_EQ(read_address_key(address_history_key("abc", {}))->kind, 'h');
    EXPECT_FALSE(read_address_key(std::string("\0\0\0\1ax", 6))) << "neither";
    EXPECT_FALSE(read_address_key(std::string("\0\0\0\7a", 5))) << "too short";
}

TEST(Schema, ReadsATransactionsKeyBack) {
    crypto::Hash256 tx_id;
    tx_id.bytes[3] = 7;
    ByteWriter key;
    write_transaction_key(key, tx_id, 12);
    const std::string bytes = key.take();
    const auto read = read_transaction_key(bytes);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->tx_id, tx_id);
    EXPECT_EQ(read->height, 12U);
    EXPECT_FALSE(read_transaction_key(bytes + "x"));
}

}  // namespace
}  // namespace chaincore::storage
