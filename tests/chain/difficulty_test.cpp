// SPDX-License-Identifier: MIT
#include "chaincore/chain/difficulty.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace chaincore::chain {
namespace {

// The difficulty after ten blocks of which the last came `seconds` after the first; 90 are wanted.
std::uint64_t after(double seconds, std::uint64_t current, std::uint64_t chain_length = 20) {
    std::vector<double> timestamps(kAdjustmentInterval, 1000.0);
    timestamps.back() = 1000.0 + seconds;
    return next_mainline_difficulty(chain_length, timestamps, current);
}

TEST(MainlineDifficulty, StaysWhileBlocksComeInTime) {
    for (const double seconds : {67.5, 90.0, 135.0}) EXPECT_EQ(after(seconds, 7), 7U) << seconds;
}

TEST(MainlineDifficulty, RisesWhereBlocksComeTooFast) {
    EXPECT_EQ(after(67.4, 7), 8U);
    EXPECT_EQ(after(45.0, 7), 8U);
    EXPECT_EQ(after(44.9, 7), 9U);
    EXPECT_EQ(after(0.0, 7), 9U);
    EXPECT_EQ(after(-1000.0, 7), 9U);
}

TEST(MainlineDifficulty, FallsWhereBlocksComeTooSlowly) {
    EXPECT_EQ(after(135.1, 7), 6U);
    EXPECT_EQ(after(180.0, 7), 6U);
    EXPECT_EQ(after(180.1, 7), 5U);
    EXPECT_EQ(after(1e300, 7), 5U);
}

TEST(MainlineDifficulty, StaysBetweenOneAndFifteen) {
    EXPECT_EQ(after(0.0, 14), 15U);
    EXPECT_EQ(after(0.0, 15), 15U);
    EXPECT_EQ(after(1e6, 2), 1U);
    EXPECT_EQ(after(1e6, 1), 1U);
}

TEST(MainlineDifficulty, ChangesAtEveryTenthBlockOnly) {
    for (std::uint64_t length = 1; length <= 40; ++length)
        EXPECT_EQ(after(0.0, 7, length), length % 10 == 0 ? 9U : 7U) << length;
}

TEST(MainlineDifficulty, StaysWithoutTenTimestamps) {
    const std::vector<double> nine(9, 1000.0);
    EXPECT_EQ(next_mainline_difficulty(10, nine, 4), 4U);
    EXPECT_EQ(next_mainline_difficulty(0, {}, 4), 4U);
}

}  // namespace
}  // namespace chaincore::chain
