// SPDX-License-Identifier: MIT
#include "net/pushed_names.hpp"

#include <gtest/gtest.h>

namespace chaincore::net {
namespace {

std::vector<Endpoint> from_to(std::uint16_t first, std::uint16_t last) {
    std::vector<Endpoint> names;
    for (std::uint16_t port = first; port <= last; ++port) names.push_back({"localhost", port});
    return names;
}

TEST(PushedNames, LeaveInTheirOrderSomeOfEachSource) {
    PushedNames names;
    EXPECT_EQ(names.add("localhost", from_to(1, 3)), 3U);
    EXPECT_EQ(names.add("10.0.0.7", from_to(7, 7)), 1U);
    const auto first = names.take(2);
    EXPECT_EQ(first.at("localhost"), from_to(1, 2));
    EXPECT_EQ(first.at("10.0.0.7"), from_to(7, 7));
    const auto second = names.take(2);
    EXPECT_EQ(second.size(), 1U);
    EXPECT_EQ(second.at("localhost"), from_to(3, 3));
    EXPECT_TRUE(names.take(2).empty());
}

TEST(PushedNames, WaitOnlyOnce) {
    PushedNames names;
    names.add("localhost", from_to(1, 3));
    EXPECT_EQ(names.add("localhost", from_to(2, 4)), 1U);
    EXPECT_EQ(names.take(9).at("localhost"), from_to(1, 4));
}

TEST(PushedNames, AreFiftyOfASourceAtMost) {
    PushedNames names;
    EXPECT_EQ(names.add("localhost", from_to(1, 60)), 50U);
    EXPECT_EQ(names.add("localhost", from_to(61, 70)), 0U);
    EXPECT_EQ(names.add("10.0.0.7", from_to(1, 60)), 50U) << "nobody takes another's place";
    names.take(10);
    EXPECT_EQ(names.add("localhost", from_to(61, 80)), 10U);
}

TEST(PushedNames, AreOfSixtyFourSourcesAtMost) {
    PushedNames names;
    for (int i = 0; i < 64; ++i) EXPECT_EQ(names.add("10.0.0." + std::to_string(i), from_to(1, 1)), 1U);
    EXPECT_EQ(names.add("10.0.1.1", from_to(1, 1)), 0U);
    EXPECT_EQ(names.add("10.0.0.1", from_to(2, 2)), 1U);
    names.take(9);
    EXPECT_EQ(names.add("10.0.1.1", from_to(1, 1)), 1U);
}

}  // namespace
}  // namespace chaincore::net
