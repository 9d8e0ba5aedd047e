// SPDX-License-Identifier: MIT
#include "node/rate_limit.hpp"

#include "support/manual_clock.hpp"

#include <gtest/gtest.h>

namespace chaincore::node {
namespace {

using namespace std::chrono_literals;

TEST(RateLimit, AllowsAFewAtOnceAndThenOneASecond) {
    test::ManualClock clock(1000s);
    RateLimit limit(clock, 3);
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(limit.try_take());
    EXPECT_FALSE(limit.try_take());
    clock.advance(900ms);
    EXPECT_FALSE(limit.try_take());
    clock.advance(100ms);
    EXPECT_TRUE(limit.try_take());
    EXPECT_FALSE(limit.try_take());
}

TEST(RateLimit, SavesNoMoreThanABurst) {
    test::ManualClock clock(1000s);
    RateLimit limit(clock, 2);
    clock.advance(1h);
    EXPECT_TRUE(limit.try_take());
    EXPECT_TRUE(limit.try_take());
    EXPECT_FALSE(limit.try_take());
}

TEST(RateLimit, OfOneMeansOnceASecond) {
    test::ManualClock clock(1000s);
    RateLimit limit(clock, 1);
    EXPECT_TRUE(limit.try_take());
    clock.advance(999ms);
    EXPECT_FALSE(limit.try_take());
    clock.advance(1ms);
    EXPECT_TRUE(limit.try_take());
}

}  // namespace
}  // namespace chaincore::node
