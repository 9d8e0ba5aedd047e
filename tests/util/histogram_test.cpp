// SPDX-License-Identifier: MIT
#include "chaincore/util/histogram.hpp"

#include <gtest/gtest.h>

#include <array>
#include <thread>

namespace chaincore::util {
namespace {

constexpr std::array<double, 3> kBounds = {1, 10, 100};

TEST(Histogram, ABoundBelongsToTheRangeBelowIt) {
    Histogram<kBounds> histogram;
    for (const double value : {0.5, 1.0, 1.5, 10.0, 1000.0}) histogram.add(value);
    const HistogramCounts counts = histogram.counts();
    EXPECT_EQ(counts.bounds, (std::vector<double>{1, 10, 100}));
    EXPECT_EQ(counts.counts, (std::vector<std::uint64_t>{2, 2, 0, 1}));
    EXPECT_DOUBLE_EQ(counts.sum, 1013.0);
}

TEST(Histogram, LosesNothingOfWhatSeveralThreadsAdd) {
    Histogram<kBounds> histogram;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([&] {
                for (int value = 0; value < 1000; ++value) histogram.add(5);
            });
    }
    EXPECT_EQ(histogram.counts().counts[1], 4000U);
    EXPECT_DOUBLE_EQ(histogram.counts().sum, 20'000.0);
}

}  // namespace
}  // namespace chaincore::util
