// SPDX-License-Identifier: MIT
#include "chaincore/sync/fetch_flow.hpp"

#include <gtest/gtest.h>

namespace chaincore::sync {
namespace {

using namespace std::chrono_literals;

constexpr FetchFlow::SteadyTime kStart{100s};

TEST(FetchFlow, IsTakenForOneWhileItBegins) {
    const FetchFlow flow(kStart);
    EXPECT_TRUE(flow.is_flowing(kStart + 499ms, 500ms));
    EXPECT_FALSE(flow.is_flowing(kStart + 500ms, 500ms));
}

TEST(FetchFlow, LastsForAMomentBehindManyNewBytes) {
    FetchFlow flow(kStart);
    flow.note_news(FetchFlow::kBytes, kStart + 300ms);
    EXPECT_TRUE(flow.is_flowing(kStart + 2299ms, 500ms));
    EXPECT_FALSE(flow.is_flowing(kStart + 2300ms, 500ms));
    EXPECT_EQ(flow.idle_for(kStart + 2300ms), 2s);
}

TEST(FetchFlow, IsNoneWhereBlocksDrip) {
    FetchFlow flow(kStart);
    for (auto at = kStart; at < kStart + 10s; at += 400ms) flow.note_news(FetchFlow::kBytes / 4, at);
    EXPECT_FALSE(flow.is_flowing(kStart + 10s, 500ms));
}

TEST(FetchFlow, IsNotSlowWhileItWaitsForUs) {
    FetchFlow flow(kStart);
    flow.set_waiting_for_us(true);
    EXPECT_TRUE(flow.is_flowing(kStart + 60s, 500ms));
    flow.set_waiting_for_us(false);
    EXPECT_FALSE(flow.is_flowing(kStart + 60s, 500ms));
}

}  // namespace
}  // namespace chaincore::sync
