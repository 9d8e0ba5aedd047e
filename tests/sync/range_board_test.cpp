// SPDX-License-Identifier: MIT
#include "sync/range_board.hpp"

#include "support/manual_clock.hpp"

#include <gtest/gtest.h>

#include <future>
#include <thread>

namespace chaincore::sync {
namespace {

using std::uint64_t;

const std::stop_token kNoStop;

// Blocks that say where they stand.
std::vector<SizedBlock> blocks(uint64_t first, uint64_t last) {
    std::vector<SizedBlock> made;
    for (uint64_t height = first; height <= last; ++height) {
        chain::Block block;
        block.header.height = chain::Number{height};
        made.push_back({std::make_shared<const chain::WrittenBlock>(std::move(block), ""), 1});
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
    test::ManualClock clock{std::chrono::hours(1)};
    RangeBoard board({10, 24}, 2, clock);
    EXPECT_EQ(heights(board.take(0, 10, kNoStop)), Heights(10, 19));
    EXPECT_EQ(heights(board.take(1, 10, kNoStop)), Heights(20, 24));
}

TEST(RangeBoard, HandsOutInOrderWhatComesInAny) {
    test::ManualClock clock{std::chrono::hours(1)};
    RangeBoard board({0, 19}, 2, clock);
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
    test::ManualClock clock{std::chrono::hours(1)};
    RangeBoard board({0, 29}, 2, clock);
    const auto first = *board.take(0, 10, kNoStop);
    board.deliver(first, blocks(0, 3), 0);
    EXPECT_EQ(heights(board.take(1, 10, kNoStop)), Heights(4, 9));
    EXPECT_EQ(heights(board.take(0, 10, kNoStop)), Heights(10, 19));
}

TEST(RangeBoard, GivesAnybodyWhatNobodyBrought) {
    test::ManualClock clock{std::chrono::hours(1)};
    RangeBoard board({0, 9}, 2, clock);
    const auto range = *board.take(0, 10, kNoStop);
    board.deliver(range, {}, 0);
    board.leave();
    EXPECT_EQ(heights(board.take(1, 5, kNoStop)), Heights(0, 9));
}

TEST(RangeBoard, EndsWhereNobodyIsLeft) {
    test::ManualClock clock{std::chrono::hours(1)};
    RangeBoard board({0, 9}, 2, clock);
    board.leave();
    board.leave();
    EXPECT_FALSE(board.next(kNoStop));
}

TEST(RangeBoard, LetsFetchersWaitForTheTaker) {
    test::ManualClock clock{std::chrono::hours(1)};
    RangeBoard board({0, 99}, 1, clock);
    for (uint64_t first = 0; first < 30; first += 10) {
        const auto range = *board.take(0, 10, kNoStop);
        board.deliver(range, blocks(range.first, range.last), 0);
    }
    auto late = std::async(std::launch::async, [&] { return board.take(0, 10, kNoStop); });
    EXPECT_EQ(late.wait_for(std::chrono::milliseconds(20)), std::future_status::timeout);
    EXPECT_EQ(heights(board.next(kNoStop)), Heights(0, 9));
    EXPECT_EQ(heights(late.get()), Heights(30, 39));
}

TEST(RangeBoard, GivesWhatIsMissingBeforeAnythingNew) {
    test::ManualClock clock{std::chrono::hours(1)};
    RangeBoard board({0, 99}, 1, clock);
    const auto first = *board.take(0, 10, kNoStop);
    const auto second = *board.take(0, 10, kNoStop);
    board.deliver(second, blocks(10, 14), 0);
    board.deliver(first, {}, 0);
    EXPECT_EQ(heights(board.take(0, 10, kNoStop)), Heights(0, 9));
    EXPECT_EQ(heights(board.take(0, 10, kNoStop)), Heights(15, 19));
}

TEST(RangeBoard, AsksSomebodyElseForWhatAStallerHas) {
    test::ManualClock clock{std::chrono::hours(1)};
    RangeBoard board({0, 9}, 2, clock);
    const auto stalled = *board.take(0, 10, kNoStop);
    auto asked = std::async(std::launch::async, [&] { return board.take(1, 10, kNoStop); });
    clock.advance(RangeBoard::kPatience - std::chrono::milliseconds(1));
    EXPECT_EQ(asked.wait_for(std::chrono::milliseconds(150)), std::future_status::timeout);
    clock.advance(std::chrono::milliseconds(1));
    const auto again = asked.get();
    EXPECT_EQ(heights(again), Heights(0, 9));
    board.deliver(stalled, {}, 0);  // it gives up at last
    board.deliver(*again, blocks(0, 9), 1);
    board.deliver(stalled, blocks(0, 9), 0);  // too late
    EXPECT_EQ(board.next(kNoStop)->fetcher, 1U);
    EXPECT_FALSE(board.next(kNoStop));
}

TEST(RangeBoard, EndsAllWaitingWhenItIsStopped) {
    test::ManualClock clock{std::chrono::hours(1)};
    RangeBoard board({0, 9}, 1, clock);
    std::stop_source stop;
    ASSERT_TRUE(board.take(0, 10, kNoStop));
    std::jthread stopper([&] { stop.request_stop(); });
    EXPECT_FALSE(board.next(stop.get_token()));
    EXPECT_FALSE(board.take(0, 10, stop.get_token()));
}

}  // namespace
}  // namespace chaincore::sync
