// SPDX-License-Identifier: MIT
#include "net/name_turns.hpp"

#include "support/manual_clock.hpp"

#include <gtest/gtest.h>

namespace chaincore::net {
namespace {

using namespace std::chrono_literals;
using Named = std::map<std::string, std::vector<Candidate>>;

// So many endpoints of one source, from that port on.
std::vector<Candidate> names(const std::string& source, std::uint16_t first, std::uint16_t count,
                             bool is_pushed = false) {
    std::vector<Candidate> made;
    for (std::uint16_t port = first; port < first + count; ++port)
        made.push_back({{"localhost", port}, source, is_pushed});
    return made;
}

std::vector<std::uint16_t> ports_of(const std::vector<Candidate>& candidates) {
    std::vector<std::uint16_t> ports;
    for (const Candidate& candidate : candidates) ports.push_back(candidate.endpoint.port);
    return ports;
}

class NameTurnsTest : public testing::Test {
protected:
    std::vector<std::uint16_t> round(const Named& named, std::chrono::seconds after) {
        clock_.advance(after);
        turns_.begin_round();
        return ports_of(turns_.choose(named).chosen);
    }

    test::ManualClock clock_{1h};
    NameTurns turns_{clock_};
};

TEST_F(NameTurnsTest, GiveOneSourceATurnASecond) {
    const Named named{{"a", names("a", 1, 20)}};
    EXPECT_EQ(round(named, 0s).size(), 10U);
    EXPECT_EQ(round(named, 3s).size(), 3U);
    EXPECT_EQ(round(named, 0s).size(), 1U);
    EXPECT_EQ(round(named, 1h).size(), 10U);
    EXPECT_EQ(turns_.tried(), 24U);
}

TEST_F(NameTurnsTest, CountASourceOnceHoweverManyNameForIt) {
    const Named named{{"a", names("here", 1, 5)}, {"b", names("here", 11, 5)}};
    EXPECT_EQ(round(named, 0s).size(), 10U);
    EXPECT_EQ(round(named, 4s).size(), 4U);
}

TEST_F(NameTurnsTest, BeginWithAnotherNamerEachTime) {
    const Named named{{"a", names("a", 1, 3)}, {"b", names("b", 11, 3)}};
    round(named, 0s);
    EXPECT_EQ(round(named, 1s), (std::vector<std::uint16_t>{11, 1}));
    EXPECT_EQ(round(named, 1s), (std::vector<std::uint16_t>{1, 11}));
}

TEST_F(NameTurnsTest, CallNobodyTwice) {
    EXPECT_EQ(round({{"a", names("a", 1, 2)}, {"b", names("b", 1, 2)}}, 0s), (std::vector<std::uint16_t>{1, 2}));
}

TEST_F(NameTurnsTest, KeepWhatWasPushedAndHasToWait) {
    round({}, 0s);
    clock_.advance(1s);
    turns_.begin_round();
    const auto [chosen, left_out] =
        turns_.choose({{"a", names("here", 11, 1, true)}, {"b", names("here", 21, 1)}, {"c", names("here", 31, 1)}});
    EXPECT_EQ(ports_of(chosen), std::vector<std::uint16_t>{21}) << "the second round begins with the second namer";
    EXPECT_EQ(ports_of(left_out), std::vector<std::uint16_t>{11});
}

TEST_F(NameTurnsTest, CallNoMoreThan64InARound) {
    Named named;
    for (std::uint16_t source = 0; source < 20; ++source)
        named["s" + std::to_string(source)] =
            names("s" + std::to_string(source), static_cast<std::uint16_t>(100 * (source + 1)), 10);
    EXPECT_EQ(round(named, 0s).size(), 64U);
}

}  // namespace
}  // namespace chaincore::net
