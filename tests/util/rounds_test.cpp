// SPDX-License-Identifier: MIT
#include "chaincore/util/rounds.hpp"

#include <gtest/gtest.h>

#include <future>
#include <semaphore>

namespace chaincore::util {
namespace {

using namespace std::chrono_literals;

// For waits that are to end by something else.
constexpr auto kLong = 1h;
constexpr auto kPatience = 20s;
// Long enough for a round that should not begin to be seen.
constexpr auto kMoment = 100ms;

class RoundsTest : public testing::Test {
protected:
    // A round that says when it begins and counts when it ends; held, it waits until it may.
    Rounds::Work counting() {
        return [this](const std::stop_token&) {
            has_begun_.release();
            if (is_held_) may_end_.acquire();
            ++ended_;
        };
    }
    void hold_no_more() {
        is_held_ = false;
        may_end_.release();
    }
    bool waits_for_a_begin() { return has_begun_.try_acquire_for(kPatience); }

    std::atomic<int> ended_ = 0;
    std::atomic<bool> is_held_ = false;
    std::counting_semaphore<> has_begun_{0};
    std::counting_semaphore<> may_end_{0};
};

TEST_F(RoundsTest, BeginAtOnceAndGoOn) {
    Rounds rounds(1ms, 0ms, counting());
    rounds.start();
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(waits_for_a_begin());
}

TEST_F(RoundsTest, BeginWhenTheyAreRequested) {
    Rounds rounds(kLong, 0ms, counting());
    rounds.start();
    ASSERT_TRUE(waits_for_a_begin());
    rounds.request();
    EXPECT_TRUE(waits_for_a_begin());
}

TEST_F(RoundsTest, KeepARequestThatComesDuringOne) {
    is_held_ = true;
    Rounds rounds(kLong, 0ms, counting());
    rounds.start();
    ASSERT_TRUE(waits_for_a_begin());
    rounds.request();
    may_end_.release();
    EXPECT_TRUE(waits_for_a_begin());
    hold_no_more();
}

TEST_F(RoundsTest, LeaveNoGapBeforeOneThatSomebodyWaitsFor) {
    Rounds rounds(kLong, kLong, counting());
    rounds.start();
    rounds.run_one(kPatience);
    rounds.request();
    const int before = ended_;
    rounds.run_one(kPatience);
    EXPECT_EQ(ended_, before + 1);
}

TEST_F(RoundsTest, KeepAGapBeforeOneThatIsOnlyRequested) {
    Rounds rounds(kLong, kLong, counting());
    rounds.start();
    ASSERT_TRUE(waits_for_a_begin());
    rounds.request();
    EXPECT_FALSE(has_begun_.try_acquire_for(kMoment));
    rounds.run_one(kPatience);
    EXPECT_EQ(ended_, 2) << "somebody waits: that ends the gap";
}

// The one under way may have missed what the caller has in mind.
TEST_F(RoundsTest, RunOneThatBeginsAfterTheCall) {
    is_held_ = true;
    Rounds rounds(kLong, 0ms, counting());
    rounds.start();
    ASSERT_TRUE(waits_for_a_begin());
    auto done = std::async([&] {
        rounds.run_one(kPatience);
        return ended_.load();
    });
    while (done.wait_for(1ms) != std::future_status::ready) may_end_.release();
    EXPECT_GE(done.get(), 2);
    hold_no_more();
}

TEST_F(RoundsTest, LetTheCallerGoWhenHisTimeIsUp) {
    is_held_ = true;
    Rounds rounds(kLong, 0ms, counting());
    rounds.start();
    rounds.run_one(1ms);
    EXPECT_EQ(ended_, 0);
    hold_no_more();
}

TEST_F(RoundsTest, LetTheCallerGoWhenHeIsStopped) {
    is_held_ = true;
    Rounds rounds(kLong, 0ms, counting());
    rounds.start();
    std::stop_source caller;
    auto done = std::async([&] { rounds.run_one(kLong, caller.get_token()); });
    caller.request_stop();
    EXPECT_EQ(done.wait_for(kPatience), std::future_status::ready);
    hold_no_more();
}

TEST_F(RoundsTest, LetTheCallerGoWhenAllIsStopped) {
    Rounds rounds(kLong, 0ms, counting());
    auto done = std::async([&] { rounds.run_one(kLong); });
    rounds.stop();
    EXPECT_EQ(done.wait_for(kPatience), std::future_status::ready);
    rounds.run_one(kLong);
}

TEST_F(RoundsTest, TellTheRoundUnderWayToEndAndWaitForIt) {
    std::promise<void> has_begun;
    bool has_ended = false;
    Rounds rounds(kLong, 0ms, [&](const std::stop_token& stop) {
        has_begun.set_value();
        while (!stop.stop_requested()) std::this_thread::yield();
        has_ended = true;
    });
    rounds.start();
    has_begun.get_future().wait();
    rounds.stop();
    EXPECT_TRUE(has_ended);
    rounds.stop();
}

}  // namespace
}  // namespace chaincore::util
