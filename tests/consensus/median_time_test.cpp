// SPDX-License-Identifier: MIT
#include "chaincore/consensus/median_time.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace chaincore::consensus {
namespace {

TEST(MedianTime, IsNoneOfNone) { EXPECT_EQ(median_time({}), std::nullopt); }

TEST(MedianTime, IsTheMiddleOfAnOddNumber) {
    EXPECT_EQ(median_time({7.5}), 7.5);
    EXPECT_EQ(median_time({3, 1, 2}), 2);
    EXPECT_EQ(median_time({11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1}), 6);
}

TEST(MedianTime, IsTheUpperOfAnEvenNumber) {
    EXPECT_EQ(median_time({1, 2}), 2);
    EXPECT_EQ(median_time({2, 1}), 2);
    EXPECT_EQ(median_time({4, 1, 3, 2}), 3);
}

TEST(MedianTime, DoesNotDependOnTheOrder) {
    std::vector<double> timestamps = {-5.5, 0, 0, 3, 1700000000.25, 1e300};
    do {
        EXPECT_EQ(median_time(timestamps), 3);
    } while (std::next_permutation(timestamps.begin(), timestamps.end()));
}

}  // namespace
}  // namespace chaincore::consensus
