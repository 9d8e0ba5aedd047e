// SPDX-License-Identifier: MIT
#include "chaincore/stratum/share_pace.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace chaincore::stratum {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t kBlock = std::uint64_t{1} << 40;
constexpr SharePace::Time kStart{};

TEST(SharePace, StaysWhereSharesComeAsTheyShould) {
    SharePace pace(1000, kStart);
    for (int i = 0; i < 6; ++i) pace.note_share();
    EXPECT_EQ(pace.look(kStart + 60s, kBlock), std::nullopt);
    EXPECT_EQ(pace.difficulty(), 1000U);
}

TEST(SharePace, RisesWithTheSharesAndFallsWithoutThem) {
    SharePace pace(1000, kStart);
    for (int i = 0; i < 12; ++i) pace.note_share();
    EXPECT_EQ(pace.look(kStart + 60s, kBlock), 2000U);
    for (int i = 0; i < 3; ++i) pace.note_share();
    EXPECT_EQ(pace.look(kStart + 120s, kBlock), 1000U);
    EXPECT_EQ(pace.look(kStart + 180s, kBlock), 250U) << "no share at all";
}

TEST(SharePace, IsLookedAtOnceManySharesHaveCome) {
    SharePace pace(1000, kStart);
    for (int i = 0; i < 11; ++i) pace.note_share();
    EXPECT_EQ(pace.look(kStart + 1s, kBlock), std::nullopt);
    pace.note_share();
    EXPECT_EQ(pace.look(kStart + 1s, kBlock), 4000U) << "by a factor of four at a time";
    EXPECT_EQ(pace.look(kStart + 2s, kBlock), std::nullopt) << "they are counted from then on";
}

TEST(SharePace, IsNeverAboveWhatABlockTakes) {
    SharePace pace(1000, kStart);
    for (int i = 0; i < 12; ++i) pace.note_share();
    EXPECT_EQ(pace.look(kStart + 1s, 1500), 1500U);
    EXPECT_EQ(pace.look(kStart + 2s, 16), 16U) << "blocks have become easier: at once";
}

TEST(SharePace, IsNeverBelowOne) {
    SharePace pace(2, kStart);
    EXPECT_EQ(pace.look(kStart + 60s, kBlock), 1U);
    EXPECT_EQ(pace.look(kStart + 120s, kBlock), std::nullopt);
}

// A miner of any speed whose shares come by chance.
TEST(SharePace, ComesNearTenSecondsAndStaysThere) {
    std::mt19937_64 random(7);
    for (const double rate : {1e3, 1e7, 1e10}) {
        SharePace pace(65536, kStart);
        auto now = kStart;
        double shares = 0;
        for (int second = 0; second < 20'000; ++second) {
            now += 1s;
            std::poisson_distribution<int> found(rate / static_cast<double>(pace.difficulty()));
            for (int i = found(random); i > 0; --i, ++shares) pace.note_share();
            pace.look(now, kBlock);
            if (second == 9'999) shares = 0;
        }
        EXPECT_GT(10'000 / shares, 5) << rate;
        EXPECT_LT(10'000 / shares, 20) << rate;
    }
}

}  // namespace
}  // namespace chaincore::stratum
