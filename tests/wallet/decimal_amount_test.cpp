// SPDX-License-Identifier: MIT
#include "chaincore/wallet/decimal_amount.hpp"

#include <gtest/gtest.h>

namespace chaincore::wallet {
namespace {

TEST(DecimalAmount, IsReadAsPythonReadsIt) {
    EXPECT_EQ(parse_decimal_amount("12"), 12.0);
    EXPECT_EQ(parse_decimal_amount("1.5"), 1.5);
    EXPECT_EQ(parse_decimal_amount("0.00000001"), 1e-8);
    EXPECT_EQ(parse_decimal_amount("0.1"), 0.1);
    EXPECT_EQ(parse_decimal_amount("0"), 0.0);
    EXPECT_EQ(parse_decimal_amount("007.50"), 7.5);
    EXPECT_EQ(parse_decimal_amount("49.99900000000000233"), 49.99900000000000233);
    EXPECT_EQ(parse_decimal_amount("9007199254740993"), 9007199254740992.0);
}

TEST(DecimalAmount, IsNothingElse) {
    for (const std::string text : {"", ".", "1.", ".5", "+1", "-1", "1e3", "1,5", "1 ", " 1", "1.2.3", "0x1", "inf",
                                   "nan", "1_000", "one", "\xc3\xa9"}) {
        const auto amount = parse_decimal_amount(text);
        ASSERT_FALSE(amount) << text;
        EXPECT_NE(amount.error().message.find("expected an amount such as 1.5"), std::string::npos);
    }
    EXPECT_FALSE(parse_decimal_amount(std::string(61, '9'))) << "too long to be meant";
    EXPECT_NE(parse_decimal_amount("1e3").error().message.find("\"1e3\""), std::string::npos) << "it is shown";
}

}  // namespace
}  // namespace chaincore::wallet
