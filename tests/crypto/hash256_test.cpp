// SPDX-License-Identifier: MIT
#include "chaincore/crypto/hash256.hpp"

#include <gtest/gtest.h>

#include <string>

namespace chaincore::crypto {
namespace {

const std::string kDigits = "00112233445566778899aabbccddeeff0123456789abcdef0123456789abcdef";

TEST(Hash256, ReadsAndWritesTheFirstByteFirst) {
    const auto digest = Hash256::from_hex(kDigits);
    ASSERT_TRUE(digest);
    EXPECT_EQ(digest->bytes[1], 0x11);
    EXPECT_EQ(digest->bytes[31], 0xef);
    EXPECT_EQ(digest->to_hex(), kDigits);
}

TEST(Hash256, IsAllZerosToBeginWith) { EXPECT_EQ(Hash256{}.to_hex(), std::string(64, '0')); }

TEST(Hash256, RefusesEveryOtherLength) {
    for (const std::size_t length : {0, 1, 62, 63, 65, 66, 128})
        EXPECT_EQ(Hash256::from_hex(std::string(length, '0')), std::nullopt) << length;
}

TEST(Hash256, RefusesUpperCaseDigits) {
    for (const char digit : {'A', 'B', 'C', 'D', 'E', 'F'}) {
        std::string text = kDigits;
        text.back() = digit;
        EXPECT_EQ(Hash256::from_hex(text), std::nullopt) << text;
    }
}

TEST(Hash256, RefusesWhatIsNotADigit) {
    for (const char c : {' ', 'g', '/', ':', '@', '`', '\n', '\0', '\xe9', 'x'}) {
        std::string text = kDigits;
        text[40] = c;
        EXPECT_EQ(Hash256::from_hex(text), std::nullopt) << static_cast<int>(c);
    }
}

TEST(Hash256, OrdersAsItsDigitsDo) {
    const auto low = Hash256::from_hex("0f" + std::string(62, 'f'));
    const auto high = Hash256::from_hex("f0" + std::string(62, '0'));
    ASSERT_TRUE(low && high);
    EXPECT_LT(*low, *high);
    EXPECT_NE(std::hash<Hash256>{}(*low), std::hash<Hash256>{}(*high));
}

}  // namespace
}  // namespace chaincore::crypto
