// SPDX-License-Identifier: MIT
#include "crypto/base58.hpp"

#include <gtest/gtest.h>

#include <string>

namespace chaincore::crypto {
namespace {

AddressBytes filled_with(std::uint8_t value) {
    AddressBytes bytes{};
    bytes.fill(value);
    return bytes;
}

// 2^200 - 1, the largest number of 25 bytes, and 2^200: computed with Python's integers.
const std::string kLargest = "2n1XR4oJkmBdJMxhBGQGb96gQ88xUzxLFyG";
const std::string kOneMore = "2n1XR4oJkmBdJMxhBGQGb96gQ88xUzxLFyH";

TEST(Base58, WritesALeadingOneForEveryLeadingZeroByte) {
    EXPECT_EQ(to_base58(filled_with(0)), std::string(25, '1'));
    AddressBytes one{};
    one.back() = 1;
    EXPECT_EQ(to_base58(one), std::string(24, '1') + "2");
}

TEST(Base58, WritesTheLargestNumber) { EXPECT_EQ(to_base58(filled_with(0xff)), kLargest); }

TEST(Base58, ReadsBackWhatItWrites) {
    std::uint32_t state = 1;
    for (int round = 0; round < 500; ++round) {
        AddressBytes bytes{};
        for (std::size_t i = static_cast<std::size_t>(round % 26); i < bytes.size(); ++i) {
            state = state * 1664525 + 1013904223;
            bytes[i] = static_cast<std::uint8_t>(state >> 24);
        }
        EXPECT_EQ(from_base58(to_base58(bytes)), bytes) << to_base58(bytes);
    }
}

TEST(Base58, RefusesANumberBeyond25Bytes) {
    EXPECT_EQ(from_base58(kLargest), filled_with(0xff));
    EXPECT_EQ(from_base58(kOneMore), std::nullopt);
    EXPECT_EQ(from_base58(std::string(35, 'z')), std::nullopt);
    EXPECT_EQ(from_base58("1" + kLargest), std::nullopt);
}

TEST(Base58, WantsExactly25Bytes) {
    for (const std::size_t ones : {0, 1, 24, 26, 35, 1000})
        EXPECT_EQ(from_base58(std::string(ones, '1')), std::nullopt) << ones << " ones";
    EXPECT_EQ(from_base58(std::string(25, '1')), AddressBytes{});
    EXPECT_EQ(from_base58(std::string(23, '1') + "2"), std::nullopt);
    EXPECT_EQ(from_base58(std::string(25, '1') + "2"), std::nullopt);
}

TEST(Base58, RefusesCharactersOutsideItsAlphabet) {
    for (const char c : {'0', 'O', 'I', 'l', ' ', '+', '/', '\0', '\n', '\xff'}) {
        std::string text(25, '1');
        text[10] = c;
        EXPECT_EQ(from_base58(text), std::nullopt) << static_cast<int>(c);
    }
}

}  // namespace
}  // namespace chaincore::crypto
