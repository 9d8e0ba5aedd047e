// SPDX-License-Identifier: MIT
#include "chaincore/consensus/utxo_digest.hpp"

#include "chaincore/crypto/sha256.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

namespace chaincore::consensus {
namespace {

using chain::Number;

NamedCoin make_coin(std::uint32_t number) {
    const Number amounts[] = {Number{50.0}, Number{20}, Number{0.1}, Number{1e-05}};
    const char* addresses[] = {"genesis", "caf\xc3\xa9"};
    return {{crypto::sha256(std::to_string(number)), number}, {amounts[number % 4], addresses[number % 2], number}};
}

std::vector<NamedCoin> make_coins(std::uint32_t count) {
    std::vector<NamedCoin> coins;
    for (std::uint32_t i = 0; i < count; ++i) coins.push_back(make_coin(i));
    return coins;
}

TEST(UtxoDigest, HashesACoinAsCanonicalJson) {
    EXPECT_EQ(coin_text(make_coin(3)),
              R"({"amount": 1e-05, "output_index": 3, "recipient_address": "caf\u00e9", )"
              R"("tx_id": "4e07408562bedb8b60ce05c1decfe3ad16b72230967de01f640b7e4729b49fce"})");
    EXPECT_NE(coin_text({{}, {Number{50}, "a", 0}}), coin_text({{}, {Number{50.0}, "a", 0}}));
}

TEST(UtxoDigest, IsZeroForNoCoin) { EXPECT_EQ(UtxoDigest{}.value(), crypto::Hash256{}); }

TEST(UtxoDigest, IsTheHashOfASingleCoin) {
    UtxoDigest digest;
    digest.add(make_coin(7));
    EXPECT_EQ(digest.value(), crypto::sha256(coin_text(make_coin(7))));
}

// Python: coin = lambda i: {"amount": [50.0, 20, 0.1, 1e-05][i % 4], "output_index": i, "recipient_address":
//     ["genesis", "caf\u00e9"][i % 2], "tx_id": sha256(str(i).encode()).hexdigest()}
// "%064x" % (sum(int.from_bytes(sha256(json.dumps(coin(i), sort_keys=True).encode()).digest(), "big")
//     for i in range(20)) % 2**256), whose sum is more than ten times 2^256.
TEST(UtxoDigest, IsTheSumThatPythonComputes) {
    UtxoDigest digest;
    for (const NamedCoin& coin : make_coins(20)) digest.add(coin);
    EXPECT_EQ(digest.value().to_hex(), "9be9346b08ed0181c95cab5c62012aa6be466b12912eb77d2055039f9105f706");
}

TEST(UtxoDigest, DoesNotDependOnTheOrder) {
    std::vector<NamedCoin> coins = make_coins(50);
    UtxoDigest expected;
    for (const NamedCoin& coin : coins) expected.add(coin);
    std::mt19937 random(1);
    for (int round = 0; round < 20; ++round) {
        std::shuffle(coins.begin(), coins.end(), random);
        UtxoDigest digest;
        for (const NamedCoin& coin : coins) digest.add(coin);
        EXPECT_EQ(digest.value(), expected.value());
    }
}

TEST(UtxoDigest, ComesBackWhenACoinGoesAgain) {
    UtxoDigest digest;
    std::vector<crypto::Hash256> values = {digest.value()};
    for (const NamedCoin& coin : make_coins(100)) {
        digest.add(coin);
        values.push_back(digest.value());
    }
    for (std::uint32_t i = 100; i-- > 0;) {
        digest.remove(make_coin(i));
        EXPECT_EQ(digest.value(), values[i]);
    }
}

// From 0 - h the sum comes back to 0 through every word of it.
TEST(UtxoDigest, BorrowsAndCarriesThroughAllWords) {
    for (const NamedCoin& coin : make_coins(100)) {
        UtxoDigest digest;
        digest.remove(coin);
        EXPECT_NE(digest.value(), crypto::Hash256{});
        digest.add(coin);
        EXPECT_EQ(digest.value(), crypto::Hash256{});
    }
}

// Byte by byte, as on paper.
crypto::Hash256 add_on_paper(const crypto::Hash256& a, const crypto::Hash256& b) {
    crypto::Hash256 sum;
    unsigned carry = 0;
    for (std::size_t i = 32; i-- > 0;) {
        const unsigned column = a.bytes[i] + b.bytes[i] + carry;
        sum.bytes[i] = static_cast<std::uint8_t>(column);
        carry = column >> 8;
    }
    return sum;
}

TEST(UtxoDigest, AddsAsOnPaper) {
    UtxoDigest digest;
    crypto::Hash256 expected;
    for (const NamedCoin& coin : make_coins(1000)) {
        digest.add(coin);
        expected = add_on_paper(expected, crypto::sha256(coin_text(coin)));
        ASSERT_EQ(digest.value(), expected);
    }
}

TEST(UtxoDigest, CarriesThroughWordsThatAreFull) {
    crypto::Hash256 full;
    full.bytes.fill(0xff);
    for (const NamedCoin& coin : make_coins(10)) {
        UtxoDigest digest(full);
        digest.add(coin);
        EXPECT_EQ(digest.value(), add_on_paper(full, crypto::sha256(coin_text(coin))));
    }
}

}  // namespace
}  // namespace chaincore::consensus
