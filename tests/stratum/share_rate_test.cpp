// SPDX-License-Identifier: MIT
#include "stratum/share_rate.hpp"

#include "stratum/allowance.hpp"

#include <gtest/gtest.h>

namespace chaincore::stratum {
namespace {

using namespace std::chrono_literals;

const ShareRate::Time kStart{};

TEST(ShareRate, IsTheTriesThatSharesStandFor) {
    ShareRate rate(kStart);
    for (int i = 1; i <= 200; ++i) rate.note_share(kStart + i * 10s, 1'000'000);
    EXPECT_NEAR(rate.rates(kStart + 2000s).one_minute, 100'000, 10'000) << "the last share counts whole";
    EXPECT_NEAR(rate.rates(kStart + 2000s).fifteen_minutes, 100'000, 1'000);
}

TEST(ShareRate, OfANewWorkerIsOverTheTimeThatThereIs) {
    ShareRate rate(kStart);
    EXPECT_EQ(rate.rates(kStart).one_minute, 0);
    for (int i = 1; i <= 10; ++i) rate.note_share(kStart + i * 1s, 1000);
    EXPECT_NEAR(rate.rates(kStart + 10s).one_minute, 1000, 50);
    EXPECT_NEAR(rate.rates(kStart + 10s).fifteen_minutes, 1000, 50);
}

TEST(ShareRate, FadesWhereNoneComes) {
    ShareRate rate(kStart);
    for (int i = 1; i <= 60; ++i) rate.note_share(kStart + i * 10s, 1000);
    const double before = rate.rates(kStart + 600s).one_minute;
    EXPECT_NEAR(rate.rates(kStart + 660s).one_minute, before / 2.718, before / 100);
    EXPECT_LT(rate.rates(kStart + 1500s).one_minute, before / 1000);
}

TEST(Allowance, IsSomeAtOnceAndSoMuchASecond) {
    Allowance allowance(2, 5, kStart);
    for (int i = 0; i < 5; ++i) EXPECT_TRUE(allowance.take(kStart)) << i;
    EXPECT_FALSE(allowance.take(kStart));
    EXPECT_TRUE(allowance.take(kStart + 500ms));
    EXPECT_FALSE(allowance.take(kStart + 500ms));
    for (int i = 0; i < 5; ++i) EXPECT_TRUE(allowance.take(kStart + 1h)) << i;
    EXPECT_FALSE(allowance.take(kStart + 1h)) << "no more gathers";
}

}  // namespace
}  // namespace chaincore::stratum
