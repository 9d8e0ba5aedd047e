// SPDX-License-Identifier: MIT
// Other devices take the place of those that search.
#include "node/loop_fixture.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace chaincore::node {
namespace {

using namespace std::chrono_literals;

using test::FakeBackend;

class LoopExchange : public LoopFixture {
protected:
    // Those that are replaced are gone once replace() has returned.
    FakeBackend& start(MiningOptions options = {}) { return start_with(std::move(first_), std::move(options), log_); }
    FakeBackend& replace(std::string device) {
        auto next = std::make_unique<FakeBackend>(std::move(device));
        FakeBackend& second = *next;
        EXPECT_TRUE(loop_->replace_devices(one(std::move(next)), nullptr));
        return second;
    }

    std::unique_ptr<FakeBackend> first_ = std::make_unique<FakeBackend>("first");
};

TEST_F(LoopExchange, TheOthersGoOnWithTheJob) {
    const auto job = start().wait_for_job_at(3);
    FakeBackend& second = replace("second");
    EXPECT_EQ(second.job(), job) << "at once, not at the next tip";
    second.find(job);
    wait_for_length(4);
    second.find(second.wait_for_job_at(4));
    wait_for_length(5);
    EXPECT_TRUE(loop_->is_mining());
    wait_for_accepted(2);
    EXPECT_EQ(loop_->mined_blocks().accepted, 2U);
}

TEST_F(LoopExchange, ThoseThatWereThereHaveStoppedBeforeTheOthersSearch) {
    FakeBackend& first = start();
    first.wait_for_job_at(3);
    auto next = std::make_unique<FakeBackend>("second");
    FakeBackend& second = *next;
    bool had_job = true;
    first.before_stop = [&] { had_job = second.job() != nullptr; };
    EXPECT_TRUE(loop_->replace_devices(one(std::move(next)), nullptr));
    EXPECT_FALSE(had_job);
    EXPECT_NE(second.job(), nullptr);
}

TEST_F(LoopExchange, ALateFailureCountsAgainstThoseThatWereThere) {
    FakeBackend& first = start();
    first.wait_for_job_at(3);
    first.before_stop = [&first] { first.fail(); };
    FakeBackend& second = replace("second");
    EXPECT_TRUE(loop_->is_mining());
    EXPECT_TRUE(loop_->is_whole());
    second.find(second.wait_for_job_at(3));
    wait_for_length(4);
}

TEST_F(LoopExchange, ALateFindOfTheSameTipCountsOnce) {
    FakeBackend& first = start();
    const auto job = first.wait_for_job_at(3);
    first.before_stop = [&first, job] { first.find(job); };
    FakeBackend& second = replace("second");
    second.find(job);
    second.wait_for_job_at(4);
    EXPECT_EQ(loop_->mined_blocks().accepted, 1U);
    EXPECT_EQ(loop_->mined_blocks().stale + loop_->mined_blocks().refused, 0U);
}

TEST_F(LoopExchange, ThoseThatWereThereGoOnWhereTheOthersDoNotStart) {
    FakeBackend& first = start();
    first.wait_for_job_at(3);
    auto next = std::make_unique<FakeBackend>("second");
    next->start_error = Error{"no threads are left"};
    const auto replaced = loop_->replace_devices(one(std::move(next)), nullptr);
    ASSERT_FALSE(replaced);
    EXPECT_EQ(replaced.error().message, "no threads are left");
    EXPECT_FALSE(first.is_stopped());
    first.find(first.wait_for_job_at(3));
    wait_for_length(4);
}

TEST_F(LoopExchange, RestsWithoutDevicesUntilThereAreSome) {
    start().wait_for_job_at(3);
    ASSERT_TRUE(loop_->replace_devices({}, nullptr));
    EXPECT_FALSE(loop_->is_mining());
    EXPECT_TRUE(loop_->rates().of_each().empty());
    connect(blocks_.make_block());
    FakeBackend& second = replace("second");
    EXPECT_TRUE(loop_->is_mining());
    second.find(second.wait_for_job_at(4));
    wait_for_length(5);
}

TEST_F(LoopExchange, DevicesTakeThePlaceOfThoseThatHaveFailed) {
    FakeBackend& first = start();
    first.wait_for_job_at(3);
    first.fail();
    EXPECT_FALSE(loop_->is_whole());
    EXPECT_FALSE(loop_->is_mining());
    FakeBackend& second = replace("second");
    EXPECT_TRUE(loop_->is_whole());
    second.wait_for_job_at(3);
}

TEST_F(LoopExchange, StaysPaused) {
    start().wait_for_job_at(3);
    loop_->pause();
    FakeBackend& second = replace("second");
    second.wait_until_resting();
    second.stay_resting(50ms);
    loop_->resume();
    second.wait_for_job_at(3);
}

TEST_F(LoopExchange, AHeldFindWaitsOn) {
    FakeBackend& first = start({"", 1h, std::nullopt});
    const auto job = first.wait_for_job_at(3);
    first.find(job);
    first.wait_until_resting();
    EXPECT_EQ(replace("second").job(), nullptr);
    loop_->set_min_block_interval(0ms);
    wait_for_length(4);
    EXPECT_EQ(chain_->tip()->block.hash, candidate_hash(*job, FakeBackend::solve(*job)));
}

TEST_F(LoopExchange, ADeviceThatComesBackCountsOn) {
    FakeBackend& first = start();
    first.wait_for_job_at(3);
    first.tries = 1000;
    FakeBackend& second = replace("second");
    EXPECT_EQ(loop_->rates().of_each().at(0).counters.device, "second") << "seen at once";
    EXPECT_EQ(loop_->rates().of_each().at(0).counters.tries, 0U);
    second.tries = 7;
    replace("first");
    EXPECT_EQ(loop_->rates().of_each().at(0).counters.tries, 1000U);
    EXPECT_EQ(loop_->counters().at(0).tries, 0U);
    EXPECT_EQ(loop_->rates().total().ten_seconds, 0) << "what was tried before is no rate";
    replace("second");
    EXPECT_EQ(loop_->rates().of_each().at(0).counters.tries, 7U);
}

TEST_F(LoopExchange, NothingIsReplacedBeforeTheStartOrAfterTheEnd) {
    loop_.emplace(MiningOptions{test::address_of(9), 0ms, std::nullopt}, one(std::move(first_)), *pool_, clock_, log_);
    EXPECT_FALSE(loop_->replace_devices(one(std::make_unique<FakeBackend>()), nullptr));
    ASSERT_TRUE(loop_->prepare());
    loop_->start(*chain_);
    replace("second");
    loop_->stop();
    EXPECT_FALSE(loop_->replace_devices(one(std::make_unique<FakeBackend>()), nullptr));
}

// For ThreadSanitizer.
TEST_F(LoopExchange, GoesOnWhateverOthersAskMeanwhile) {
    start().wait_for_job_at(3);
    const std::jthread asker([&](const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            loop_->rates().of_each();
            loop_->rates().total();
            loop_->counters();
            loop_->is_mining();
            loop_->wake();
        }
    });
    for (int i = 0; i < 20; ++i) {
        FakeBackend& next = replace(std::to_string(i));
        const std::uint64_t length = chain_->tip()->length();
        next.find(next.wait_for_job_at(length));
        wait_for_length(length + 1);
    }
}

}  // namespace
}  // namespace chaincore::node
