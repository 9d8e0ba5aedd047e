// SPDX-License-Identifier: MIT
#include "worker/node_choice.hpp"

#include <gtest/gtest.h>

namespace chaincore::worker {
namespace {

using namespace std::chrono_literals;
using Time = NodeChoice::Time;

TEST(NodeChoice, BeginsWithTheFirst) {
    const NodeChoice choice(2);
    EXPECT_EQ(choice.due(Time{}), 0U);
    EXPECT_EQ(choice.current(), std::nullopt);
}

TEST(NodeChoice, StaysWithTheFirstThatAnswers) {
    NodeChoice choice(2);
    choice.succeeded(0);
    EXPECT_EQ(choice.current(), 0U);
    EXPECT_EQ(choice.due(Time{} + 1h), std::nullopt);
    EXPECT_EQ(choice.next_due(), Time::max());
}

TEST(NodeChoice, GoesOnToTheNextWhereOneFails) {
    NodeChoice choice(2);
    choice.succeeded(0);
    choice.failed(0, Time{});
    EXPECT_EQ(choice.current(), std::nullopt);
    EXPECT_EQ(choice.due(Time{}), 1U);
}

TEST(NodeChoice, ReturnsToTheFirstAfterAPause) {
    NodeChoice choice(2);
    choice.failed(0, Time{});
    choice.succeeded(1);
    EXPECT_EQ(choice.due(Time{} + 999ms), std::nullopt);
    EXPECT_EQ(choice.next_due(), Time{} + 1s);
    EXPECT_EQ(choice.due(Time{} + 1s), 0U);
    choice.succeeded(0);
    EXPECT_EQ(choice.current(), 0U);
}

TEST(NodeChoice, DoublesThePauseUpToHalfAMinuteUntilTheNodeAnswers) {
    NodeChoice choice(1);
    for (const auto pause : {1s, 2s, 4s, 8s, 16s, 30s, 30s}) {
        choice.failed(0, Time{});
        EXPECT_EQ(choice.next_due(), Time{} + pause);
    }
    choice.succeeded(0);
    choice.failed(0, Time{});
    EXPECT_EQ(choice.next_due(), Time{} + 1s);
}

TEST(NodeChoice, StretchesAPause) {
    NodeChoice choice(1, {500ms, 2s});
    choice.failed(0, Time{}, {}, 0.75);
    EXPECT_EQ(choice.next_due(), Time{} + 375ms);
    choice.failed(0, Time{}, {}, 1.25);
    EXPECT_EQ(choice.next_due(), Time{} + 1250ms);
    choice.failed(0, Time{});
    choice.failed(0, Time{});
    EXPECT_EQ(choice.next_due(), Time{} + 2s);
}

TEST(NodeChoice, GoesOnWithThePausesOfANodeThatIsOnlyTurnedTo) {
    NodeChoice choice(1);
    choice.failed(0, Time{});
    choice.turned_to(0);
    EXPECT_EQ(choice.current(), 0U);
    choice.failed(0, Time{});
    EXPECT_EQ(choice.next_due(), Time{} + 2s);
}

TEST(NodeChoice, LeavesANodeAloneThatAsksForIt) {
    NodeChoice choice(2);
    choice.succeeded(0);
    choice.dismissed(0, Time{} + 45s);
    EXPECT_EQ(choice.current(), std::nullopt);
    EXPECT_EQ(choice.due(Time{}), 1U);
    choice.succeeded(1);
    EXPECT_EQ(choice.next_due(), Time{} + 45s);
}

TEST(NodeChoice, KnowsLongerPauses) {
    NodeChoice choice(1);
    choice.failed(0, Time{}, 10s);
    EXPECT_EQ(choice.next_due(), Time{} + 10s);
}

}  // namespace
}  // namespace chaincore::worker
