// SPDX-License-Identifier: MIT
#include "chaincore/miner/search_window.hpp"

#include "chaincore/chain/number.hpp"
#include "miner/sample_second.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace chaincore::miner {
namespace {

using namespace std::chrono_literals;

using test::kSecond;

util::WallTime time_at(std::uint64_t second, std::int64_t fraction) {
    return util::WallTime(std::chrono::seconds(second) + std::chrono::microseconds(fraction));
}

double seconds(util::WallTime time) { return static_cast<double>(time.time_since_epoch().count()) / 1e6; }

SearchWindow window_of(const WindowChoice& choice) {
    EXPECT_TRUE(std::holds_alternative<SearchWindow>(choice));
    return std::get<SearchWindow>(choice);
}

std::chrono::microseconds wait_of(const WindowChoice& choice) {
    EXPECT_TRUE(std::holds_alternative<Wait>(choice));
    return std::get<Wait>(choice).duration;
}

TEST(SearchWindow, IsTheLastFullSecondAfterAnOldParent) {
    const SearchWindow expected{kSecond, 1, 999'999};
    EXPECT_EQ(window_of(choose_window(5.0, time_at(kSecond + 1, 0))), expected);
    EXPECT_EQ(window_of(choose_window(5.0, time_at(kSecond + 1, 999'999))), expected);
    EXPECT_EQ(window_of(choose_window(-1e300, time_at(kSecond + 1, 500'000))), expected);
}

TEST(SearchWindow, IsTheLastFullSecondAfterAParentAtItsVeryBeginning) {
    const auto parent = static_cast<double>(kSecond);
    EXPECT_EQ(window_of(choose_window(parent, time_at(kSecond + 1, 5))), (SearchWindow{kSecond, 1, 999'999}));
}

TEST(SearchWindow, BeginsBehindAParentWithinTheLastFullSecond) {
    const double parent = candidate_timestamp(kSecond, 1);
    EXPECT_EQ(window_of(choose_window(parent, time_at(kSecond + 1, 5))), (SearchWindow{kSecond, 2, 999'999}));
}

TEST(SearchWindow, LiesBetweenParentAndNowWithinOneSecond) {
    const double parent = candidate_timestamp(kSecond, 300'003);
    EXPECT_EQ(window_of(choose_window(parent, time_at(kSecond, 400'008))), (SearchWindow{kSecond, 300'004, 400'007}));
}

TEST(SearchWindow, BeginsAndEndsWithLegalFractions) {
    const double parent = candidate_timestamp(kSecond, 299'999);
    EXPECT_EQ(window_of(choose_window(parent, time_at(kSecond, 400'001))), (SearchWindow{kSecond, 300'001, 399'999}));
}

TEST(SearchWindow, TakesTheWiderOfTwoSeconds) {
    const double late_parent = candidate_timestamp(kSecond, 900'001);
    EXPECT_EQ(window_of(choose_window(late_parent, time_at(kSecond + 1, 500'000))),
              (SearchWindow{kSecond + 1, 1, 499'999}));
    const double early_parent = candidate_timestamp(kSecond, 100'001);
    EXPECT_EQ(window_of(choose_window(early_parent, time_at(kSecond + 1, 500'000))),
              (SearchWindow{kSecond, 100'002, 999'999}));
}

TEST(SearchWindow, NeedsAHundredMicroseconds) {
    const double parent = candidate_timestamp(kSecond, 300'001);
    EXPECT_EQ(wait_of(choose_window(parent, time_at(kSecond, 300'101))), 1us);
    EXPECT_EQ(window_of(choose_window(parent, time_at(kSecond, 300'102))), (SearchWindow{kSecond, 300'002, 300'101}));
}

TEST(SearchWindow, WaitsForAParentThatIsNow) {
    const auto now = time_at(kSecond, 500'001);
    const auto wait = wait_of(choose_window(seconds(now), now));
    EXPECT_EQ(wait, 101us);
    EXPECT_EQ(window_of(choose_window(seconds(now), now + wait)), (SearchWindow{kSecond, 500'002, 500'101}));
}

TEST(SearchWindow, WaitsForTheNextSecondWhereTheParentIsAtTheEndOfThisOne) {
    const double parent = candidate_timestamp(kSecond, 999'951);
    const auto now = time_at(kSecond + 1, 30);
    const auto wait = wait_of(choose_window(parent, now));
    EXPECT_EQ(wait, 70us);
    EXPECT_EQ(window_of(choose_window(parent, now + wait)), (SearchWindow{kSecond + 1, 1, 99}));
}

TEST(SearchWindow, FollowsAParentAheadOfOurClock) {
    const auto now = time_at(kSecond, 0);
    const double early_parent = candidate_timestamp(kSecond + 60, 250'001);
    EXPECT_EQ(window_of(choose_window(early_parent, now)), (SearchWindow{kSecond + 60, 250'002, 999'999}));
    const double late_parent = candidate_timestamp(kSecond + 60, 750'003);
    EXPECT_EQ(window_of(choose_window(late_parent, now)), (SearchWindow{kSecond + 61, 1, 750'002}));
}

TEST(SearchWindow, EndsAMinuteBelowTheTwoHoursThatPeersAllow) {
    const auto now = time_at(kSecond, 123'456);
    const auto farthest = now + 2h - 60s;
    EXPECT_TRUE(std::holds_alternative<SearchWindow>(choose_window(seconds(farthest), now)));
    EXPECT_TRUE(std::holds_alternative<ParentTooFarAhead>(choose_window(seconds(farthest + 1us), now)));
    EXPECT_TRUE(std::holds_alternative<ParentTooFarAhead>(choose_window(1e300, now)));
}

TEST(SearchWindow, WaitsForAClockThatShowsAnImpossibleYear) {
    EXPECT_EQ(wait_of(choose_window(5.0, time_at(0, 0))), 1s);
    EXPECT_EQ(wait_of(choose_window(5.0, time_at(kLatestSecond, 0))), 1s);
    EXPECT_TRUE(std::holds_alternative<SearchWindow>(choose_window(5.0, time_at(kEarliestSecond + 1, 0))));
}

// Parents from two seconds ago to two seconds ahead, most of them between two microseconds.
TEST(SearchWindow, HoldsOnlyTimesBetweenParentAndNow) {
    std::mt19937_64 random(1);
    std::uniform_real_distribution<double> distance(-2.0, 2.0);
    for (int i = 0; i < 100'000; ++i) {
        const auto now = time_at(kSecond, static_cast<std::int64_t>(random() % 1'000'000));
        const double parent = seconds(now) + distance(random);
        const auto choice = choose_window(parent, now);
        ASSERT_TRUE(std::holds_alternative<SearchWindow>(choice) || std::abs(parent - seconds(now)) < 0.0002);
        const auto* window = std::get_if<SearchWindow>(&choice);
        if (window == nullptr) continue;
        ASSERT_TRUE(is_legal_fraction(window->first) && is_legal_fraction(window->last));
        ASSERT_GT(candidate_timestamp(window->second, window->first), parent);
        ASSERT_LT(window->first, window->last);
        const double end = parent > seconds(now) ? parent + 1.0 : seconds(now);
        ASSERT_LT(candidate_timestamp(window->second, window->last), end);
    }
}

// Where doubles lie 0.24 microseconds apart, the neighbours of a whole microsecond must fall on the right side.
TEST(SearchWindow, IsExactNextToAWholeMicrosecond) {
    for (std::uint32_t fraction = 1; fraction < 500'000; fraction += 1'001) {
        const double whole = candidate_timestamp(kSecond, fraction);
        const auto now = time_at(kSecond, 900'000);
        const auto from_below = window_of(choose_window(std::nextafter(whole, 0.0), now));
        const auto from_above = window_of(choose_window(std::nextafter(whole, 1e18), now));
        ASSERT_EQ(from_below.first, legal_fraction_from(fraction));
        ASSERT_EQ(from_above.first, legal_fraction_from(fraction + 1));
    }
}

TEST(CandidateTimestamp, PrintsWithAllSixDigits) {
    for (const std::uint64_t second : {kEarliestSecond, kSecond, std::uint64_t{1} << 32, kLatestSecond}) {
        for (std::uint32_t fraction = 1; fraction < 1'000'000; fraction = legal_fraction_from(fraction + 97)) {
            const std::string digits = std::to_string(1'000'000 + fraction).substr(1);
            ASSERT_EQ(chain::Number(candidate_timestamp(second, fraction)).text(),
                      std::to_string(second) + "." + digits);
        }
    }
}

TEST(CandidateTimestamp, IsTheDoubleThatItsTextReadsAs) {
    for (std::uint32_t fraction = 1; fraction < 1'000'000; fraction = legal_fraction_from(fraction + 97)) {
        const std::string text = std::to_string(kSecond) + "." + std::to_string(1'000'000 + fraction).substr(1);
        ASSERT_EQ(candidate_timestamp(kSecond, fraction), std::stod(text));
    }
}

TEST(LegalFractions, AreNineOfTen) {
    std::uint32_t count = 0;
    for (std::uint32_t fraction = legal_fraction_from(0); fraction <= 999'999;
         fraction = legal_fraction_from(fraction + 1)) {
        ASSERT_NE(fraction % 10, 0U);
        ++count;
    }
    EXPECT_EQ(count, 900'000U);
}

}  // namespace
}  // namespace chaincore::miner
