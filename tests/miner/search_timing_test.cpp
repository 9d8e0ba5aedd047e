// SPDX-License-Identifier: MIT
#include "chaincore/miner/search_timing.hpp"

#include "miner/cpu/kernel_backend.hpp"
#include "miner/cpu/search_kernel.hpp"
#include "miner/fake_kernels.hpp"

#include <gtest/gtest.h>

namespace chaincore::miner {
namespace {

using namespace std::chrono_literals;

TEST(CycleMeter, ShowsTheLeastAndTheMedian) {
    std::uint64_t asked = 0;
    const CyclesPerTry cycles = measure_cycles([&] { return ++asked; }, 10ms);
    EXPECT_GT(cycles.min, 0);
    EXPECT_GE(cycles.median, cycles.min);
}

TEST(CycleMeter, MeasuresOnceWhereThereIsNoTime) {
    const CyclesPerTry cycles = measure_cycles([] { return std::uint64_t{1}; }, 0s);
    EXPECT_EQ(cycles.min, cycles.median);
}

TEST(CycleMeter, TellsAHeavyTryFromALightOne) {
    const auto work = [](int rounds) {
        return measure_cycles(
            [rounds] {
                for (int i = 0; i < rounds; ++i) asm volatile("");
                return std::uint64_t{1};
            },
            20ms);
    };
    EXPECT_GT(work(100'000).min, 2 * work(10'000).min);
}

TEST(SearchTiming, TimesEveryKernel) {
    for (const Kernel& kernel : supported_kernels()) EXPECT_GT(time_kernel(kernel, 1ms).min, 0) << kernel.name;
}

TEST(SearchTiming, TimesABackendAndStopsIt) {
    KernelBackend backend(best_kernel(), 2, std::make_shared<WorkSource>(0));
    const auto rate = time_backend(backend, 50ms);
    ASSERT_TRUE(rate);
    EXPECT_GT(*rate, 0);
    const std::uint64_t tries = backend.counters()[0].tries;
    backend.set_job(std::make_shared<const Job>(timing_job()));
    EXPECT_EQ(backend.counters()[0].tries, tries);
}

TEST(SearchTiming, SamplesARunningBackendAndLetsItRest) {
    struct Listener final : BackendListener {
        void on_find(const std::shared_ptr<const Job>&, const Hit&) override { ADD_FAILURE() << "nobody solves that"; }
        void on_failure(std::string_view, const Error& error) override { ADD_FAILURE() << error.message; }
    } listener;
    KernelBackend backend(best_kernel(), 2, std::make_shared<WorkSource>(0));
    ASSERT_TRUE(backend.start(listener));
    double rate = 0;
    // On a busy machine its threads may not get a turn at first.
    for (int i = 0; i < 200 && rate == 0; ++i) rate = sample_rate(backend, 20ms);
    EXPECT_GT(rate, 0);
    backend.stop();
}

TEST(SearchTiming, ReportsABackendThatFails) {
    KernelBackend backend(test::kLiar, 2, std::make_shared<WorkSource>(0));
    const auto rate = time_backend(backend, std::chrono::hours(1));  // the failure ends it
    ASSERT_FALSE(rate);
    EXPECT_NE(rate.error().message.find("'liar'"), std::string::npos);
}

TEST(SearchTiming, HasPlainSearchesToCompareWith) {
    for (const PlainTiming& plain : time_plain_searches(1ms)) {
        EXPECT_GT(plain.tries_per_second, 0) << plain.name;
        EXPECT_GT(plain.cycles.min, 0) << plain.name;
    }
}

}  // namespace
}  // namespace chaincore::miner
