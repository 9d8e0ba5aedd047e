// SPDX-License-Identifier: MIT
#include "chaincore/miner/work_source.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace chaincore::miner {
namespace {

TEST(WorkSource, HandsOutNeighboursFromTheGivenGroupOn) {
    WorkSource work(5);
    EXPECT_EQ(work.next_group(), kLowestNonce + 5 * kGroupSize);
    EXPECT_EQ(work.next_group(), kLowestNonce + 6 * kGroupSize);
}

TEST(WorkSource, GoesOnWithTheFirstGroupAfterTheLast) {
    WorkSource work(kGroupCount - 1);
    const std::uint64_t left_out = kHighestNonce - (work.next_group() + kGroupSize - 1);
    EXPECT_LT(left_out, kGroupSize);
    EXPECT_EQ(work.next_group(), kLowestNonce);
}

TEST(WorkSource, HandsOutSeveralAtOnceThatDoNotGoBeyondTheLast) {
    WorkSource work(kGroupCount - 3);
    EXPECT_EQ(work.next_groups(2), kLowestNonce + (kGroupCount - 3) * kGroupSize);
    EXPECT_EQ(work.next_groups(2), kLowestNonce + kGroupSize);
    EXPECT_EQ(work.next_group(), kLowestNonce + 3 * kGroupSize);
}

TEST(WorkSource, TakesAnyRandomNumberToBeginWith) {
    EXPECT_EQ(WorkSource(kGroupCount).next_group(), kLowestNonce);
    for (const std::uint64_t random : {~std::uint64_t{0}, std::uint64_t{1} << 63, std::uint64_t{12'345}}) {
        const std::uint64_t first_nonce = WorkSource(random).next_group();
        EXPECT_GE(first_nonce, kLowestNonce);
        EXPECT_LE(first_nonce, kHighestNonce - (kGroupSize - 1));
    }
}

TEST(WorkSource, StaysWithinItsRange) {
    const NonceRange range{kLowestNonce + 7, kLowestNonce + 7 + 5 * kGroupSize - 2};
    ASSERT_EQ(range.groups(), 4U);
    WorkSource work(3, range);
    EXPECT_EQ(work.next_group(), range.first + 3 * kGroupSize);
    EXPECT_EQ(work.next_group(), range.first);
    EXPECT_EQ(work.next_groups(2), range.first + kGroupSize);
    EXPECT_EQ(work.next_groups(2), range.first + kGroupSize) << "the last ones are too few";
}

TEST(WorkSource, MovesToAnotherRange) {
    const NonceRange range{kLowestNonce + 7, kLowestNonce + 7 + 4 * kGroupSize - 1};
    WorkSource work(9);
    work.next_groups(3);
    work.move_to(6, range);
    EXPECT_EQ(work.next_group(), range.first + 2 * kGroupSize);
    EXPECT_EQ(work.next_group(), range.first + 3 * kGroupSize);
    EXPECT_EQ(work.next_group(), range.first);
}

TEST(WorkSource, GivesNothingOfARangeThatItHasLeft) {
    constexpr NonceRange kBefore{kLowestNonce, kLowestNonce + 1000 * kGroupSize - 1};
    constexpr NonceRange kAfter{kHighestNonce - 1000 * kGroupSize, kHighestNonce};
    WorkSource work(0, kBefore);
    std::atomic<bool> has_moved = false;
    std::atomic<bool> gave_too_late = false;
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back([&] {
                for (bool was_after = false; !was_after;) {
                    was_after = has_moved;
                    if (work.next_group() < kAfter.first && was_after) gave_too_late = true;
                }
            });
        work.move_to(5, kAfter);
        has_moved = true;
    }
    EXPECT_FALSE(gave_too_late);
}

TEST(WorkSource, NeverGivesTwoThreadsTheSameGroup) {
    constexpr std::size_t kThreads = 4;
    constexpr std::size_t kGroups = 1000;
    WorkSource work(kGroupCount - 100);
    std::vector<std::uint64_t> taken(kThreads * kGroups);
    {
        std::vector<std::jthread> threads;
        for (std::size_t t = 0; t < kThreads; ++t)
            threads.emplace_back([&, t] {
                for (std::size_t i = 0; i < kGroups; ++i) taken[t * kGroups + i] = work.next_group();
            });
    }
    std::sort(taken.begin(), taken.end());
    for (std::size_t i = 1; i < taken.size(); ++i) ASSERT_GE(taken[i] - taken[i - 1], kGroupSize);
}

}  // namespace
}  // namespace chaincore::miner
