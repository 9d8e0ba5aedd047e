// SPDX-License-Identifier: MIT
#include "chaincore/stratum/slices.hpp"

#include <gtest/gtest.h>

#include <set>

namespace chaincore::stratum {
namespace {

TEST(Slice, HoldsTheNoncesThatBeginWithItsDigits) {
    const Slice slice(1'000'007);
    EXPECT_EQ(slice.text(), "1000007");
    EXPECT_EQ(slice.nonces().first, 1'000'007'000'000'000'000U);
    EXPECT_EQ(slice.nonces().last, 1'000'007'999'999'999'999U);
    EXPECT_TRUE(slice.holds(1'000'007'000'000'000'000));
    EXPECT_TRUE(slice.holds(1'000'007'999'999'999'999));
    EXPECT_FALSE(slice.holds(1'000'008'000'000'000'000));
    EXPECT_FALSE(slice.holds(1'000'006'999'999'999'999));
    EXPECT_FALSE(slice.holds(1'000'007)) << "which has other digits behind them";
}

TEST(Slice, HoldsLegalNoncesOnly) {
    EXPECT_EQ(Slice(Slice::kLowest).nonces().first, miner::kLowestNonce);
    EXPECT_LE(Slice(Slice::kHighest).nonces().last, miner::kHighestNonce);
    EXPECT_GT(Slice(Slice::kHighest + 1).nonces().last, miner::kHighestNonce);
}

TEST(Slices, AreNeverGivenOutTwiceAtATime) {
    Slices slices(Slices::kCount - 3);
    std::set<std::uint32_t> taken;
    for (int i = 0; i < 1000; ++i) EXPECT_TRUE(taken.insert(slices.take()->digits()).second);
    EXPECT_TRUE(taken.contains(Slice::kHighest));
    EXPECT_TRUE(taken.contains(Slice::kLowest)) << "it goes on with the first one after the last";
}

TEST(Slices, ThatCameBackAreGivenOutLast) {
    Slices slices(0);
    const Slice first = *slices.take();
    slices.give_back(first);
    for (std::uint32_t i = 1; i < Slices::kCount; ++i) ASSERT_FALSE(slices.take() == first);
    EXPECT_EQ(slices.take(), first);
    EXPECT_EQ(slices.take(), std::nullopt);
}

TEST(Slices, ThatCameBackFirstAreGivenOutFirst) {
    Slices slices(0);
    for (std::uint32_t i = 0; i < Slices::kCount; ++i) slices.take();
    slices.give_back(Slice(2'000'000));
    slices.give_back(Slice(1'500'000));
    EXPECT_EQ(slices.take(), Slice(2'000'000));
    EXPECT_EQ(slices.take(), Slice(1'500'000));
}

}  // namespace
}  // namespace chaincore::stratum
