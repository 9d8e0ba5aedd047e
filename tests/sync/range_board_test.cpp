// SPDX-License-Identifier: MIT
#include "sync/range_board.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace chaincore::sync {
namespace {

using std::uint64_t;

const std::stop_token kNoStop;

// Blocks that say where they stand.
std::vector<SizedBlock> blocks(uint64_t first, uint64_t last) {
    std::vector<SizedBlock> made;
    for (uint64_t height = first; height <= last; ++height) {
        made.emplace_back();
        made.back().block.header.height = chain::Number{height};
    }
    return made;
}

using Heights = std::pair<uint64_t, uint64_t>;

std::optional<Heights> heights(const std::optional<HeightRange>& range) {
    return range ? std::optional(Heights{range->first, range->last}) : std::nullopt;
}
std::optional<Heights> heights(const std::optional<DeliveredRange>& range) {
    return range ? std::optional(Heights{range->first, range->first + range->blocks.size() - 1}) : std::nullopt;
}

TEST(RangeBoard, GivesEachAStretchOfItsOwn) {
    RangeBoard board({10, 24}, 2);
    EXPECT_EQ(heights(board.take(0, 10, kNoStop)), Heights(10, 19));
    EXPECT_EQ(heights(board.take(1, 10, kNoStop)), Heights(20, 24));
}

TEST(RangeBoard, HandsOutInOrderWhatComesInAny) {
    RangeBoard board({0, 19}, 2);
    const auto first = *board.take(0, 10, kNoStop);
    const auto second = *board.take(1, 10, kNoStop);
    board.deliver(second, blocks(10, 19), 1);
    board.deliver(first, blocks(0, 9), 0);
    const auto one = board.next(kNoStop);
    EXPECT_EQ(heights(one), Heights(0, 9));
    EXPECT_EQ(one->fetcher, 0U);
    const auto other = board.next(kNoStop);
    EXPECT_EQ(heights(other), Heights(10, 19));
    EXPECT_EQ(other->fetcher, 1U);
    EXPECT_FALSE(board.next(kNoStop)) << "that was all";
    EXPECT_FALSE(board.take(0, 10, kNoStop));
}

TEST(RangeBoard, GivesAnybodyWhatIsMissing) {
    RangeBoard board({0, 29}, 2);
    const auto first = *board.take(0, 10, kNoStop);
    board.deliver(first, blocks(0, 3), 0);
    EXPECT_EQ(heights(board.take(1, 10, kNoStop)), Heights(4, 9));
    EXPECT_EQ(heights(board.take(0, 10, kNoStop)), Heights(10, 19));
}

TEST(RangeBoard, GivesAnybodyWhatNobodyBrought) {
    RangeBoard board({0, 9}, 2);
    const auto range = *board.take(0, 10, kNoStop);
    board.deliver(range, {}, 0);
    board.leave();
    EXPECT_EQ(heights(board.take(1, 5, kNoStop)), Heights(0, 9));
}

TEST(RangeBoard, EndsWhereNobodyIsLeft) {
    RangeBoard board({0, 9}, 2);
    board.leave();
    board.leave();
    EXPECT_FALSE(board.next(kNoStop));
}

TEST(RangeBoard, LetsFetchersWaitForTheTaker) {
    RangeBoard board({0, 99}, 1);
    for (uint64_t first = 0; first < 30; first += 10) {
        const auto range = *board.take(0, 10, kNoStop);
        board.deliver(range, blocks(range.first, range.last), 0);
    }
    std::optional<HeightRange> late;
    std::jthread fetcher([&] { late = board.take(0, 10, kNoStop); });
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    EXPECT_EQ(heights(board.next(kNoStop)), Heights(0, 9));
    fetcher.join();
    EXPECT_EQ(heights(late), Heights(30, 39));
}

TEST(RangeBoard, GivesWhatTheTakerWaitsForEvenWhereEnoughHasCome) {
    RangeBoard board({0, 99}, 1);
    const auto first = *board.take(0, 10, kNoStop);
    for (int i = 0; i < 2; ++i) {
        const auto range = *board.take(0, 10, kNoStop);
        board.deliver(range, blocks(range.first, range.last), 0);
    }
    board.deliver(first, {}, 0);
    const auto extra = *board.take(0, 10, kNoStop);
    EXPECT_EQ(heights(std::optional(extra)), Heights(0, 9));
}

TEST(RangeBoard, AsksSomebodyElseForWhatAStallerHas) {
    RangeBoard board({0, 9}, 2);
    const auto stalled = *board.take(0, 10, kNoStop);
    const auto begin = std::chrono::steady_clock::now();
    const auto again = board.take(1, 10, kNoStop);
    EXPECT_GE(std::chrono::steady_clock::now() - begin, RangeBoard::kPatience);
    EXPECT_EQ(heights(again), Heights(0, 9));
    board.deliver(stalled, {}, 0);  // it gives up at last
    board.deliver(*again, blocks(0, 9), 1);
    board.deliver(stalled, blocks(0, 9), 0);  // too late
    EXPECT_EQ(board.next(kNoStop)->fetcher, 1U);
    EXPECT_FALSE(board.next(kNoStop));
}

TEST(RangeBoard, EndsAllWaitingWhenItIsStopped) {
    RangeBoard board({0, 9}, 1);
    std::stop_source stop;
    ASSERT_TRUE(board.take(0, 10, kNoStop));
    std::jthread stopper([&] { stop.request_stop(); });
    EXPECT_FALSE(board.next(stop.get_token()));
    EXPECT_FALSE(board.take(0, 10, stop.get_token()));
}

}  // namespace
}  // namespace chaincore::sync
