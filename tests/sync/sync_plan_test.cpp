// SPDX-License-Identifier: MIT
#include "chaincore/sync/sync_plan.hpp"

#include <gtest/gtest.h>

namespace chaincore::sync {
namespace {

using net::Dialect;

Claim claim(std::uint16_t port, std::uint64_t length, Dialect dialect = Dialect::seed) {
    return {{"localhost", port}, dialect, length};
}

TEST(SyncPlan, IsNoneWhereNobodyHasMore) {
    EXPECT_FALSE(plan_sync({0}, {}));
    EXPECT_FALSE(plan_sync({0}, {claim(1, 0)}));
    EXPECT_FALSE(plan_sync({5}, {claim(1, 4), claim(2, 5)})) << "equal length never replaces";
}

TEST(SyncPlan, TakesTheLongest) {
    EXPECT_EQ(plan_sync({3}, {claim(1, 4), claim(2, 9), claim(3, 5)})->claim.peer.port, 2);
    EXPECT_EQ(plan_sync({0}, {claim(1, 1)})->claim.peer.port, 1);
}

TEST(SyncPlan, TakesTheFirstOfEquallyLongOnes) {
    EXPECT_EQ(plan_sync({3}, {claim(1, 4), claim(2, 9), claim(3, 9)})->claim.peer.port, 2);
}

TEST(SyncPlan, AsksForRangesWhoeverServesThem) {
    EXPECT_EQ(plan_sync({0}, {claim(1, 2, Dialect::seed)})->method, FetchMethod::whole_chain);
    EXPECT_EQ(plan_sync({0}, {claim(1, 2, Dialect::b)})->method, FetchMethod::ranges);
    EXPECT_EQ(plan_sync({0}, {claim(1, 2, Dialect::ours)})->method, FetchMethod::ranges);
}

TEST(SyncPlan, LooksAtWhoMayHaveMoreWhereNobodyClaimsMore) {
    Claim unweighed = claim(1, 3, Dialect::b);
    unweighed.unweighed_tip = "0a";
    EXPECT_EQ(plan_sync({3}, {unweighed, claim(2, 4)})->claim.peer.port, 2);
    EXPECT_EQ(plan_sync({3}, {claim(2, 3), unweighed})->claim.peer.port, 1);
}

TEST(SyncPlan, LetsOthersWithRangesHelp) {
    const auto plan = plan_sync({3}, {claim(1, 5, Dialect::ours), claim(2, 3, Dialect::ours),
                                      claim(3, 9, Dialect::ours), claim(4, 9), claim(5, 4, Dialect::b)});
    EXPECT_EQ(plan->claim.peer.port, 3);
    ASSERT_EQ(plan->helpers.size(), 2U);
    EXPECT_EQ(plan->helpers[0].port, 1);
    EXPECT_EQ(plan->helpers[1].port, 5);
}

TEST(SyncPlan, TakesTheBestPeerThatHasMoreWhereLengthIsNotTheChoice) {
    EXPECT_EQ(plan_sync({3}, {claim(1, 3), claim(2, 4), claim(3, 9)}, Choice::first)->claim.peer.port, 2);
    EXPECT_FALSE(plan_sync({9}, {claim(1, 3), claim(2, 9)}, Choice::first));
}

// A block of difficulty d counts 16^d on mainline.
TEST(SyncPlan, TakesMoreWorkForMoreWhateverTheLengths) {
    const auto working = [](std::uint16_t port, std::uint64_t length, const std::string& work) {
        Claim made = claim(port, length, Dialect::ours);
        made.work = work;
        return made;
    };
    const OwnChain ours{10, "0a"};
    EXPECT_EQ(plan_sync(ours, {working(1, 11, "09"), working(2, 5, "0b")})->claim.peer.port, 2);
    EXPECT_EQ(plan_sync(ours, {working(1, 11, "0b"), working(2, 5, "0c")})->claim.peer.port, 2);
    EXPECT_FALSE(plan_sync(ours, {working(1, 20, "0a")})) << "equal work never replaces";
    EXPECT_TRUE(plan_sync(ours, {claim(1, 11)})) << "who does not say how much has it in blocks";
    EXPECT_FALSE(plan_sync(ours, {claim(1, 10)}));
    EXPECT_TRUE(plan_sync({}, {working(1, 1, "01")}));
}

}  // namespace
}  // namespace chaincore::sync
