// SPDX-License-Identifier: MIT
#include "chaincore/net/misdeed_score.hpp"

#include <gtest/gtest.h>

namespace chaincore::net {
namespace {

using namespace std::chrono_literals;

constexpr MisdeedScore::SteadyTime kStart{1000h};

TEST(MisdeedScore, BansForADayForInvalidWork) { EXPECT_EQ(MisdeedScore().add(Misdeed::invalid_work, kStart), 24h); }

TEST(MisdeedScore, BansNobodyForNothing) {
    MisdeedScore score;
    for (int i = 0; i < 1000; ++i) EXPECT_EQ(score.add(Misdeed::none, kStart), 0s);
}

TEST(MisdeedScore, BansForAnHourForTheFifthStall) {
    for (const Misdeed misdeed : {Misdeed::stall, Misdeed::false_claim}) {
        MisdeedScore score;
        for (int i = 0; i < 4; ++i) EXPECT_EQ(score.add(misdeed, kStart), 0s);
        EXPECT_EQ(score.add(misdeed, kStart), 1h);
    }
}

TEST(MisdeedScore, BansForAnHourForTheSecondAnswerOfAnImpossibleKind) {
    for (const Misdeed misdeed : {Misdeed::oversize_answer, Misdeed::useless_answer}) {
        MisdeedScore score;
        EXPECT_EQ(score.add(misdeed, kStart), 0s);
        EXPECT_EQ(score.add(misdeed, kStart + 59s), 1h);
    }
}

TEST(MisdeedScore, ForgetsAPointAMinute) {
    MisdeedScore score;
    EXPECT_EQ(score.add(Misdeed::useless_answer, kStart), 0s);
    EXPECT_EQ(score.add(Misdeed::stall, kStart + 30s), 0s);
    EXPECT_EQ(score.add(Misdeed::useless_answer, kStart + 21min), 0s) << "99";
    EXPECT_EQ(score.add(Misdeed::stall, kStart + 21min), 1h);
}

TEST(MisdeedScore, ForgivesAStallInTwentyMinutesForEver) {
    MisdeedScore score;
    for (int i = 0; i < 1000; ++i) EXPECT_EQ(score.add(Misdeed::stall, kStart + i * 20min), 0s);
}

TEST(MisdeedScore, ForgetsFractionsOfAMinuteToo) {
    MisdeedScore score;
    score.add(Misdeed::useless_answer, kStart);
    for (int i = 1; i <= 20; ++i) EXPECT_EQ(score.add(Misdeed::none, kStart + i * 3s), 0s);
    EXPECT_EQ(score.add(Misdeed::useless_answer, kStart + 61s), 0s) << "one is gone";
}

TEST(MisdeedScore, BeginsAnewAfterABan) {
    MisdeedScore score;
    score.add(Misdeed::useless_answer, kStart);
    EXPECT_EQ(score.add(Misdeed::useless_answer, kStart), 1h);
    EXPECT_EQ(score.add(Misdeed::useless_answer, kStart), 0s);
}

}  // namespace
}  // namespace chaincore::net
