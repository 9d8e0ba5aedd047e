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
    EXPECT_EQ(parse_decimal_amount(".5"), 0.5);
    EXPECT_EQ(parse_decimal_amount("5."), 5.0);
    EXPECT_EQ(parse_decimal_amount("1_000"), 1000.0);
    EXPECT_EQ(parse_decimal_amount("1_000_000.000_1"), 1000000.0001);
    EXPECT_EQ(parse_decimal_amount("12.50000"), 12.5);
    EXPECT_EQ(parse_decimal_amount("1e-08"), 1e-8) << "as a balance is shown";
    EXPECT_EQ(parse_decimal_amount("1.5E+3"), 1500.0);
}

TEST(DecimalAmount, IsNothingElse) {
    for (const std::string text :
         {"",   ".",  "+1",   "-1",   "1 ",   " 1", "1 000", "1.2.3", "0x1", "inf",   "nan",   "one",
          "_1", "1_", "1__0", "1_.5", "1._5", "e3", ".e3",   "1e",    "1e+", "1e3.5", "1e--3", "\xc3\xa9"}) {
        const auto amount = parse_decimal_amount(text);
        ASSERT_FALSE(amount) << text;
        EXPECT_NE(amount.error().message.find("expected an amount such as 1.5"), std::string::npos);
    }
    EXPECT_FALSE(parse_decimal_amount(std::string(61, '9'))) << "too long to be meant";
    EXPECT_NE(parse_decimal_amount("1x3").error().message.find("\"1x3\""), std::string::npos) << "it is shown";
    EXPECT_FALSE(parse_decimal_amount("1e999"));
    EXPECT_FALSE(parse_decimal_amount("1e-999"));
}

TEST(DecimalAmount, HasNoComma) {
    for (const std::string text : {"1,5", "1,000", "1,000.5", "1.000,5"}) {
        const auto amount = parse_decimal_amount(text);
        ASSERT_FALSE(amount) << text;
        EXPECT_NE(amount.error().message.find("a comma is a point to some"), std::string::npos);
    }
}

}  // namespace
}  // namespace chaincore::wallet
