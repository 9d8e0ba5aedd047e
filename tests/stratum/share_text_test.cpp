// SPDX-License-Identifier: MIT
#include "chaincore/stratum/share_text.hpp"

#include <gtest/gtest.h>

namespace chaincore::stratum {
namespace {

TEST(ShareText, AJobIsNamedByItsNumberAndTheDifficultysEra) {
    EXPECT_EQ(job_id(0x2f, 11), "2f.b");
    EXPECT_EQ(read_job_id("2f.b"), (JobName{0x2f, 11}));
    for (const char* wrong :
         {"", ".", "2f", "2f.", ".b", "2f.b.0", "-1.0", " 2f.0", "2f.0 ", "0x2f.0", "2g.0", "10000000000000000.0"})
        EXPECT_EQ(read_job_id(wrong), std::nullopt) << wrong;
}

TEST(ShareText, AFractionHasSixDigitsOfWhichTheLastIsNoZero) {
    EXPECT_EQ(fraction_text(7), "000007");
    EXPECT_EQ(read_fraction("000007"), 7U);
    EXPECT_EQ(read_fraction("999999"), 999'999U);
    for (const char* wrong : {"", "7", "00007", "0000007", "339560", "000000", "+00007", "-00007", " 00007", "00000a"})
        EXPECT_EQ(read_fraction(wrong), std::nullopt) << wrong;
}

TEST(ShareText, ANonceHas19DigitsAndFitsASignedNumber) {
    EXPECT_EQ(read_nonce("1000000000000000000"), 1'000'000'000'000'000'000U);
    EXPECT_EQ(read_nonce("9223372036854775807"), 9'223'372'036'854'775'807U);
    for (const char* wrong : {"", "1", "9223372036854775808", "9999999999999999999", "100000000000000000",
                              "10000000000000000000", "100000000000000000a", "+100000000000000000"})
        EXPECT_EQ(read_nonce(wrong), std::nullopt) << wrong;
}

}  // namespace
}  // namespace chaincore::stratum
