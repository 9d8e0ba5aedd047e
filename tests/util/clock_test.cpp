// SPDX-License-Identifier: MIT
#include "chaincore/util/clock.hpp"

#include <gtest/gtest.h>

namespace chaincore::util {
namespace {

TEST(SystemClock, TellsTheTimeSince1970) {
    const SystemClock clock;
    const auto before = std::chrono::system_clock::now();
    const WallTime now = clock.wall_now();
    const auto after = std::chrono::system_clock::now();
    EXPECT_GE(now, std::chrono::floor<std::chrono::microseconds>(before));
    EXPECT_LE(now, after);
}

TEST(SystemClock, NeverStepsBack) {
    const SystemClock clock;
    auto last = clock.steady_now();
    for (int i = 0; i < 1000; ++i) {
        const auto now = clock.steady_now();
        EXPECT_GE(now, last);
        last = now;
    }
}

TEST(SystemClock, SleepsAtLeastAsLongAsItWasAsked) {
    const SystemClock clock;
    const auto start = clock.steady_now();
    clock.sleep_for(std::chrono::microseconds{500});
    EXPECT_GE(clock.steady_now() - start, std::chrono::microseconds{500});
}

}  // namespace
}  // namespace chaincore::util
