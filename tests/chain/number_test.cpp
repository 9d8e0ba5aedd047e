// SPDX-License-Identifier: MIT
#include "chaincore/chain/number.hpp"

#include "support/test_data.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <charconv>
#include <limits>
#include <string>

namespace chaincore::chain {
namespace {

constexpr double kLargestDouble = std::numeric_limits<double>::max();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST(Number, PrintsDoublesAsPythonDoes) {
    int count = 0;
    for (const auto& pair : test::load_cases("float_repr")) {
        const auto hex = pair.at(0).get<std::string>();
        std::uint64_t bits = 0;
        ASSERT_EQ(std::from_chars(hex.data(), hex.data() + hex.size(), bits, 16).ptr, hex.data() + 16);
        EXPECT_EQ(Number{std::bit_cast<double>(bits)}.text(), pair.at(1).get<std::string>()) << hex;
        ++count;
    }
    EXPECT_EQ(count, 7000);
}

TEST(Number, ChangesToAnExponentWherePythonDoes) {
    EXPECT_EQ(Number{0.0001}.text(), "0.0001");
    EXPECT_EQ(Number{0.00001}.text(), "1e-05");
    EXPECT_EQ(Number{9999999999999998.0}.text(), "9999999999999998.0");
    EXPECT_EQ(Number{1e16}.text(), "1e+16");
    EXPECT_EQ(Number{1.5e100}.text(), "1.5e+100");
    EXPECT_EQ(Number{-1.5e-100}.text(), "-1.5e-100");
}

TEST(Number, PrintsTheExtremesOfDoubles) {
    EXPECT_EQ(Number{std::numeric_limits<double>::denorm_min()}.text(), "5e-324");
    EXPECT_EQ(Number{std::numeric_limits<double>::min()}.text(), "2.2250738585072014e-308");
    EXPECT_EQ(Number{kLargestDouble}.text(), "1.7976931348623157e+308");
    EXPECT_EQ(Number{-kLargestDouble}.text(), "-1.7976931348623157e+308");
}

TEST(Number, KeepsTheSignOfZeroInDoublesOnly) {
    EXPECT_EQ(Number{0.0}.text(), "0.0");
    EXPECT_EQ(Number{-0.0}.text(), "-0.0");
    EXPECT_NE(Number{0.0}, Number{-0.0});
    EXPECT_EQ(Number{-0}, Number{0});
}

TEST(Number, PrintsIntegersInDecimal) {
    EXPECT_EQ(Number{}.text(), "0");
    EXPECT_EQ(Number{7}.text(), "7");
    EXPECT_EQ(Number{-7}.text(), "-7");
    EXPECT_EQ(Number{std::numeric_limits<std::uint64_t>::max()}.text(), "18446744073709551615");
    EXPECT_EQ(Number{std::numeric_limits<std::int64_t>::max()}.text(), "9223372036854775807");
    EXPECT_EQ(Number{std::numeric_limits<std::int64_t>::min()}.text(), "-9223372036854775808");
}

TEST(Number, KeepsItsKind) {
    EXPECT_TRUE(Number{50}.is_integer());
    EXPECT_TRUE(Number{-50}.is_integer());
    EXPECT_FALSE(Number{50.0}.is_integer());
    EXPECT_EQ(Number{50}.text(), "50");
    EXPECT_EQ(Number{50.0}.text(), "50.0");
    EXPECT_NE(Number{50}, Number{50.0});
}

TEST(Number, TellsLargeNaturalsFromNegatives) {
    const Number negative{std::int64_t{-1}};
    const Number natural{std::numeric_limits<std::uint64_t>::max()};  // the same 64 bits
    EXPECT_NE(negative, natural);
    EXPECT_EQ(negative.to_double(), -1.0);
    EXPECT_EQ(natural.to_double(), 18446744073709551616.0);
}

TEST(Number, IsTheSameFromEveryIntegerType) {
    EXPECT_EQ(Number{std::uint8_t{9}}, Number{std::int64_t{9}});
    EXPECT_EQ(Number{std::int8_t{-9}}, Number{std::int64_t{-9}});
    EXPECT_EQ(Number{9U}, Number{9ULL});
}

TEST(Number, IsANaturalOnlyAsAnIntegerThatIsNotNegative) {
    EXPECT_EQ(Number{0}.to_natural(), 0U);
    EXPECT_EQ(Number{std::numeric_limits<std::uint64_t>::max()}.to_natural(),
              std::numeric_limits<std::uint64_t>::max());
    EXPECT_EQ(Number{-1}.to_natural(), std::nullopt);
    EXPECT_EQ(Number{1.0}.to_natural(), std::nullopt);
}

TEST(Number, IsANegativeOnlyAsAnIntegerBelowZero) {
    EXPECT_EQ(Number{-1}.to_negative(), -1);
    EXPECT_EQ(Number{std::numeric_limits<std::int64_t>::min()}.to_negative(), std::numeric_limits<std::int64_t>::min());
    EXPECT_EQ(Number{0}.to_negative(), std::nullopt);
    EXPECT_EQ(Number{std::numeric_limits<std::uint64_t>::max()}.to_negative(), std::nullopt);
    EXPECT_EQ(Number{-1.0}.to_negative(), std::nullopt);
}

TEST(Number, RoundsIntegersBeyond53BitsToTheNearestDouble) {
    EXPECT_EQ(Number{9007199254740992}.to_double(), 9007199254740992.0);
    EXPECT_EQ(Number{9007199254740993}.to_double(), 9007199254740992.0);
    EXPECT_EQ(Number{9007199254740995}.to_double(), 9007199254740996.0);
    EXPECT_EQ(Number{std::numeric_limits<std::int64_t>::min()}.to_double(), -9223372036854775808.0);
    EXPECT_EQ(Number{42.749}.to_double(), 42.749);
}

TEST(Number, IsAppendedToWhatStandsThere) {
    std::string out = "x";
    Number{1.5}.append_to(out);
    Number{-2}.append_to(out);
    EXPECT_EQ(out, "x1.5-2");
}

TEST(NumberDeathTest, IsNeverInfiniteOrNaN) {
    testing::FLAGS_gtest_death_test_style = "threadsafe";
    EXPECT_DEATH(Number{kInfinity}, "isfinite");
    EXPECT_DEATH(Number{-kInfinity}, "isfinite");
    EXPECT_DEATH(Number{std::numeric_limits<double>::quiet_NaN()}, "isfinite");
}

}  // namespace
}  // namespace chaincore::chain
