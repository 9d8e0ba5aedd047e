// SPDX-License-Identifier: MIT
#include "chaincore/miner/hashrate_meter.hpp"

#include <gtest/gtest.h>

namespace chaincore::miner {
namespace {

using namespace std::chrono_literals;

constexpr HashrateMeter::Time kStart{1h};

// A sample each step, from after `begin` until `end`, at a steady rate; returns the total.
std::uint64_t run(HashrateMeter& meter, std::chrono::milliseconds begin, std::chrono::milliseconds end,
                  std::chrono::milliseconds step, std::uint64_t per_second, std::uint64_t total) {
    for (auto now = begin + step; now <= end; now += step) {
        total += per_second * static_cast<std::uint64_t>(step.count()) / 1000;
        meter.add(kStart + now, total);
    }
    return total;
}

TEST(HashrateMeter, ShowsNothingWithoutTwoSamples) {
    HashrateMeter meter;
    EXPECT_EQ(meter.rates().ten_seconds, 0);
    meter.add(kStart, 1'000'000);
    EXPECT_EQ(meter.rates().ten_seconds, 0);
    EXPECT_EQ(meter.rates().fifteen_minutes, 0);
}

TEST(HashrateMeter, ShowsARateFromTheSecondSampleOn) {
    HashrateMeter meter;
    meter.add(kStart, 500);
    meter.add(kStart + 100ms, 1'500);
    EXPECT_DOUBLE_EQ(meter.rates().ten_seconds, 10'000);
    EXPECT_DOUBLE_EQ(meter.rates().fifteen_minutes, 10'000);
}

TEST(HashrateMeter, AveragesOverEachOfItsSpans) {
    HashrateMeter meter;
    meter.add(kStart, 0);
    const std::uint64_t slow = run(meter, 0s, 840s, 250ms, 1'000, 0);
    const std::uint64_t middle = run(meter, 840s, 890s, 250ms, 2'000, slow);
    run(meter, 890s, 900s, 250ms, 8'000, middle);
    const Hashrates rates = meter.rates();
    EXPECT_NEAR(rates.ten_seconds, 8'000, 1e-6);
    EXPECT_NEAR(rates.one_minute, (50 * 2'000 + 10 * 8'000) / 60.0, 1e-6);
    EXPECT_NEAR(rates.fifteen_minutes, (840 * 1'000 + 50 * 2'000 + 10 * 8'000) / 900.0, 1e-6);
}

TEST(HashrateMeter, ForgetsWhatLiesBehindItsLongestSpan) {
    HashrateMeter meter;
    meter.add(kStart, 0);
    const std::uint64_t fast = run(meter, 0s, 600s, 1s, 1'000'000, 0);
    run(meter, 600s, 1500s, 1s, 5, fast);
    EXPECT_NEAR(meter.rates().fifteen_minutes, 5, 1e-6);
}

TEST(HashrateMeter, CutsASpanBetweenTwoFarSamples) {
    HashrateMeter meter;
    meter.add(kStart, 0);
    meter.add(kStart + 40s, 40'000);
    EXPECT_NEAR(meter.rates().ten_seconds, 1'000, 1e-6);
    meter.add(kStart + 45s, 40'000);  // five seconds at rest, five of the forty before
    EXPECT_NEAR(meter.rates().ten_seconds, 500, 1e-6);
}

TEST(HashrateMeter, FallsToZeroAtRest) {
    HashrateMeter meter;
    meter.add(kStart, 0);
    const std::uint64_t total = run(meter, 0s, 20s, 500ms, 1'000, 0);
    run(meter, 20s, 30s, 500ms, 0, total);
    EXPECT_EQ(meter.rates().ten_seconds, 0);
    EXPECT_NEAR(meter.rates().one_minute, 20'000 / 30.0, 1e-6);
}

TEST(HashrateMeter, BeginsAgainWhereTheTotalShrinks) {
    HashrateMeter meter;
    meter.add(kStart, 0);
    meter.add(kStart + 1s, 1'000'000);
    meter.add(kStart + 2s, 10);
    EXPECT_EQ(meter.rates().one_minute, 0);
    meter.add(kStart + 3s, 110);
    EXPECT_DOUBLE_EQ(meter.rates().one_minute, 100);
}

TEST(HashrateMeter, LeavesOutASampleThatIsNotLater) {
    HashrateMeter meter;
    meter.add(kStart, 0);
    meter.add(kStart + 2s, 200);
    meter.add(kStart + 2s, 900);
    meter.add(kStart + 1s, 950);
    EXPECT_DOUBLE_EQ(meter.rates().ten_seconds, 100);
}

}  // namespace
}  // namespace chaincore::miner
