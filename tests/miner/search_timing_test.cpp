// SPDX-License-Identifier: MIT
#include "chaincore/miner/search_timing.hpp"

#include "chaincore/miner/job_switch.hpp"
#include "chaincore/miner/kernel_ranking.hpp"
#include "miner/cpu/kernel_backend.hpp"
#include "miner/fake_kernels.hpp"

#include <gtest/gtest.h>

namespace chaincore::miner {
namespace {

using namespace std::chrono_literals;

TEST(SearchTiming, TimesABackendAndStopsIt) {
    double rate = 0;
    // On a busy machine its threads may not get a turn in that time.
    for (int i = 0; i < 200 && rate == 0; ++i) {
        KernelBackend backend(best_kernel(), 2, std::make_shared<WorkSource>(0));
        const auto timed = time_backend(backend, 50ms);
        ASSERT_TRUE(timed);
        rate = *timed;
        const std::uint64_t tries = backend.counters()[0].tries;
        backend.set_job(std::make_shared<const Job>(timing_job()));
        EXPECT_EQ(backend.counters()[0].tries, tries);
    }
    EXPECT_GT(rate, 0);
}

TEST(SearchTiming, SamplesRunningBackendsAndLetsThemRest) {
    struct Listener final : BackendListener {
        void on_find(const std::shared_ptr<const Job>&, const Hit&) override { ADD_FAILURE() << "nobody solves that"; }
        void on_failure(std::string_view, const Error& error) override { ADD_FAILURE() << error.message; }
    } listener;
    std::vector<std::unique_ptr<Backend>> backends;
    for (int i = 0; i < 2; ++i) {
        backends.push_back(std::make_unique<KernelBackend>(best_kernel(), 2, std::make_shared<WorkSource>(0)));
        ASSERT_TRUE(backends.back()->start(listener));
    }
    std::vector<double> rates{0, 0};
    // On a busy machine their threads may not get a turn at first.
    for (int i = 0; i < 200 && (rates[0] == 0 || rates[1] == 0); ++i) rates = sample_rates(backends, 20ms);
    EXPECT_GT(rates[0], 0);
    EXPECT_GT(rates[1], 0);
    for (const auto& backend : backends) backend->stop();
}

TEST(SearchTiming, SamplesNothingAtNoRate) { EXPECT_TRUE(sample_rates({}, 1h).empty()); }

TEST(SearchTiming, ReportsABackendThatFails) {
    KernelBackend backend(test::kLiar, 2, std::make_shared<WorkSource>(0));
    const auto rate = time_backend(backend, std::chrono::hours(1));  // the failure ends it
    ASSERT_FALSE(rate);
    EXPECT_NE(rate.error().message.find("'liar'"), std::string::npos);
}

TEST(JobSwitch, TimesChangesAndStopsTheBackend) {
    KernelBackend backend(best_kernel(), 2, std::make_shared<WorkSource>(0));
    const auto times = time_job_switch(backend, 3);
    ASSERT_TRUE(times);
    EXPECT_GT(times->median_to_new, 0s);
    EXPECT_GE(times->longest_to_new, times->median_to_new);
    EXPECT_GE(times->longest_from_old, times->median_from_old);
    const std::uint64_t tries = backend.counters()[0].tries;
    backend.set_job(std::make_shared<const Job>(timing_job()));
    EXPECT_EQ(backend.counters()[0].tries, tries);
}

// Has one searcher, which is off its core for a while whenever the job is taken from it.
class BusyBackend final : public Backend {
public:
    static constexpr auto kAway = 30ms;

    std::string_view name() const override { return "busy"; }
    Result<void, Error> start(BackendListener& listener) override {
        listener_ = &listener;
        return {};
    }
    void set_job(std::shared_ptr<const Job> job) override {
        if (is_searching_ && !job) left_ = std::chrono::steady_clock::now();
        is_searching_ = job && job->difficulty > 1;
        if (job && !is_searching_) listener_->on_find(job, {});
    }
    void stop() override {}
    std::vector<DeviceCounters> counters() const override {
        const bool is_back = left_ && std::chrono::steady_clock::now() - *left_ >= kAway;
        if (is_searching_ || is_back) ++tries_;
        if (is_back) left_.reset();
        return {{"fake", "none", tries_}};
    }

private:
    BackendListener* listener_ = nullptr;
    bool is_searching_ = false;
    mutable std::optional<std::chrono::steady_clock::time_point> left_;
    mutable std::uint64_t tries_ = 0;
};

TEST(JobSwitch, WaitsForASearcherThatIsOffItsCore) {
    BusyBackend backend;
    const auto times = time_job_switch(backend, 3);
    ASSERT_TRUE(times);
    EXPECT_GE(times->median_from_old, BusyBackend::kAway);
}

TEST(JobSwitch, ReportsABackendThatFails) {
    KernelBackend backend(test::kLiar, 2, std::make_shared<WorkSource>(0));
    const auto times = time_job_switch(backend, 3);
    ASSERT_FALSE(times);
    EXPECT_NE(times.error().message.find("'liar'"), std::string::npos);
}

TEST(KernelRanking, PutsTheFastestFirst) {
    const KernelRanking ranking = rank_kernels(supported_kernels(), 8ms);
    EXPECT_EQ(ranking.kernels.size(), supported_kernels().size());
    EXPECT_TRUE(ranking.faults.empty());
    for (std::size_t i = 1; i < ranking.kernels.size(); ++i)
        EXPECT_GE(ranking.kernels[i - 1].tries_per_second, ranking.kernels[i].tries_per_second);
    EXPECT_GT(ranking.kernels.back().tries_per_second, 0);
}

TEST(KernelRanking, LeavesOutAKernelThatIsWrong) {
    const KernelRanking ranking = rank_kernels({test::kBlurred, find_kernel("portable").value()}, 1ms);
    ASSERT_EQ(ranking.kernels.size(), 1U);
    EXPECT_EQ(ranking.kernels[0].kernel.name, "portable");
    ASSERT_EQ(ranking.faults.size(), 1U);
    EXPECT_NE(ranking.faults[0].find("'blurred'"), std::string::npos);
}

}  // namespace
}  // namespace chaincore::miner
