// SPDX-License-Identifier: MIT
#include "chaincore/util/hex.hpp"

#include <gtest/gtest.h>

namespace chaincore::util {
namespace {

TEST(Hex, WritesTwoLowerCaseDigitsAByte) {
    const std::vector<std::uint8_t> bytes = {0x00, 0x0f, 0xa5, 0xff};
    EXPECT_EQ(to_hex(bytes), "000fa5ff");
    EXPECT_EQ(to_hex({}), "");
}

TEST(Hex, ReadsEitherCase) {
    const std::vector<std::uint8_t> expected = {0xab, 0xcd};
    EXPECT_EQ(from_hex("abCD"), expected);
    EXPECT_EQ(from_hex(""), std::vector<std::uint8_t>{});
}

TEST(Hex, RefusesWhatIsNotHex) {
    for (const char* text : {"a", "0g", " a", "a ", "0x10", "ab cd", "\xc3\xa9"})
        EXPECT_EQ(from_hex(text), std::nullopt) << text;
}

}  // namespace
}  // namespace chaincore::util
