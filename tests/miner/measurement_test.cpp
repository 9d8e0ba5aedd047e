// SPDX-License-Identifier: MIT
#include "chaincore/miner/measurement.hpp"

#include "miner/fake_kernels.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <thread>

namespace chaincore::miner {
namespace {

using namespace std::chrono_literals;

CyclesPerTry measured(Measurement& measurement, TimingSpan share) {
    EXPECT_TRUE(measurement.run(share));
    return measurement.meter().cycles_per_try();
}

TEST(CycleMeter, ShowsTheLeastAndTheMedian) {
    std::uint64_t asked = 0;
    const CyclesPerTry cycles = measured(*measure_steps([&] { return ++asked; }), 10ms);
    EXPECT_GT(cycles.min, 0);
    EXPECT_GE(cycles.median, cycles.min);
}

TEST(CycleMeter, MeasuresOnceWhereThereIsNoTime) {
    const CyclesPerTry cycles = measured(*measure_steps([] { return std::uint64_t{1}; }), 0s);
    EXPECT_EQ(cycles.min, cycles.median);
}

TEST(CycleMeter, TellsAHeavyTryFromALightOne) {
    const auto work = [](int rounds) {
        return measured(*measure_steps([rounds] {
            for (int i = 0; i < rounds; ++i) asm volatile("");
            return std::uint64_t{1};
        }),
                        20ms);
    };
    EXPECT_GT(work(100'000).min, 2 * work(10'000).min);
}

TEST(CycleMeter, CountsTheTimeThatTheThreadHadAndNotItsSleep) {
    CycleMeter meter;
    meter.begin_slice();
    std::this_thread::sleep_for(50ms);
    meter.end_slice(1'000);
    EXPECT_GT(meter.tries_per_second(), 1'000 / 0.05);
}

TEST(Measurement, GoesOnWhereItStopped) {
    std::uint64_t tries = 0;
    const auto steps = measure_steps([&] { return ++tries, std::uint64_t{1}; });
    ASSERT_TRUE(steps->run(0s));
    const std::uint64_t after_one = tries;
    ASSERT_TRUE(steps->run(0s));
    EXPECT_GT(tries, after_one);
}

TEST(Measurement, TimesEveryKernelAndTheSearcherAroundIt) {
    for (const Kernel& kernel : supported_kernels()) {
        EXPECT_GT(measured(*measure_code(kernel), 1ms).min, 0) << kernel.name;
        EXPECT_GT(measured(*measure_search(kernel), 1ms).min, 0) << kernel.name;
    }
}

TEST(Measurement, SaysThatAKernelIsWrong) {
    const auto run = measure_search(test::kLiar)->run(1ms);
    ASSERT_FALSE(run);
    EXPECT_NE(run.error().message.find("'liar'"), std::string::npos);
}

// 63 instructions that take a cycle at the least.
TEST(Measurement, HasAFloorWhereTheCpuHasShaNi) {
    const auto floor = measure_sha_ni_floor();
    EXPECT_EQ(floor != nullptr, find_kernel("sha_ni").has_value());
    if (!floor) GTEST_SKIP() << "this CPU has no SHA-NI";
    EXPECT_GT(measured(*floor, 20ms).median, 40);
}

TEST(Measurement, HasPlainSearchesToCompareWith) {
    for (const Baseline& plain : plain_searches()) {
        EXPECT_GT(measured(*plain.measurement, 1ms).min, 0) << plain.name;
        EXPECT_GT(plain.measurement->meter().tries_per_second(), 0) << plain.name;
    }
}

}  // namespace
}  // namespace chaincore::miner
