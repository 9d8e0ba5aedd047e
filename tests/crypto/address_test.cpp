// SPDX-License-Identifier: MIT
#include "chaincore/crypto/address.hpp"

#include "chaincore/util/hex.hpp"
#include "support/test_data.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace chaincore::crypto {
namespace {

std::optional<PrivateKey> private_key(const std::string& hex) {
    const auto bytes = util::from_hex(hex);
    if (!bytes || bytes->size() != 32) return std::nullopt;
    return PrivateKey::from_bytes(std::span<const std::uint8_t, 32>(*bytes));
}

TEST(Address, IsJudgedAsInTheGoldenVectorsWithoutBlanks) {
    int valid = 0;
    int invalid = 0;
    for (const auto& address : test::load_cases("address_strings")) {
        const bool expected =
            address.contains("strict") ? address.at("strict").get<bool>() : address.at("ref").get<bool>();
        EXPECT_EQ(is_valid_address(address.at("address").get<std::string>()), expected) << address;
        ++(expected ? valid : invalid);
    }
    EXPECT_EQ(valid, 37);
    EXPECT_EQ(invalid, 191);
}

TEST(Address, OfAPrivateKeyIsAsInTheGoldenVectors) {
    int count = 0;
    for (const auto& pair : test::load_cases("keys_addresses")) {
        const auto key = private_key(pair.at("private_key"));
        ASSERT_TRUE(key) << pair;
        EXPECT_EQ(util::to_hex(key->public_key().uncompressed()), pair.at("public_key").get<std::string>());
        EXPECT_EQ(make_address(key->public_key()), pair.at("address").get<std::string>());
        ++count;
    }
    EXPECT_EQ(count, 85);
}

TEST(Address, IsTheSameForTheCompressedKey) {
    const PublicKey key = PrivateKey::generate().public_key();
    const UncompressedKey bytes = key.uncompressed();
    std::array<std::uint8_t, 33> compressed{};
    compressed[0] = bytes.back() % 2 == 0 ? 0x02 : 0x03;
    std::copy_n(bytes.begin() + 1, 32, compressed.begin() + 1);

    const auto parsed = PublicKey::parse(compressed);

    ASSERT_TRUE(parsed);
    EXPECT_EQ(make_address(*parsed), make_address(key));
    EXPECT_TRUE(is_valid_address(make_address(key)));
}

TEST(Address, ToleratesNoBlankOnEitherSide) {
    const std::string address = make_address(PrivateKey::generate().public_key());
    for (const std::string blank : {" ", "\n", "\t", "\r\n", "\v", "\xc2\xa0"}) {
        EXPECT_FALSE(is_valid_address(blank + address));
        EXPECT_FALSE(is_valid_address(address + blank));
    }
}

TEST(Address, IsInvalidWithAnyOneCharacterChanged) {
    const std::string address = "1EHNa6Q4Jz2uvNExL497mE43ikXhwF6kZm";  // of the private key 1
    ASSERT_TRUE(is_valid_address(address));
    for (std::size_t i = 0; i < address.size(); ++i) {
        std::string changed = address;
        changed[i] = changed[i] == '2' ? '3' : '2';
        EXPECT_EQ(is_valid_address(changed), changed == address) << changed;
    }
}

}  // namespace
}  // namespace chaincore::crypto
