// SPDX-License-Identifier: MIT
#include "chaincore/wallet/coin_selection.hpp"

#include "chaincore/chain/amount.hpp"
#include "chaincore/chain/limits.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

namespace chaincore::wallet {
namespace {

WalletCoin coin(double amount, unsigned index = 0) {
    return {std::string(64, 'a'), chain::Number{index}, chain::Number{amount}};
}

std::vector<WalletCoin> coins(std::initializer_list<double> amounts) {
    std::vector<WalletCoin> made;
    for (const double amount : amounts) made.push_back(coin(amount, static_cast<unsigned>(made.size())));
    return made;
}

std::vector<double> amounts_of(const CoinSelection& selection) {
    std::vector<double> amounts;
    for (const WalletCoin& one : selection.coins) amounts.push_back(one.amount.to_double());
    return amounts;
}

double sum_of(const CoinSelection& selection) {
    double sum = 0;
    for (const double amount : amounts_of(selection)) sum += amount;
    return sum;
}

// What the rules say of a payment of these coins.
bool is_within_the_rules(const CoinSelection& selection, double amount) {
    const double in = sum_of(selection);
    double out = 0;
    out += amount;
    if (selection.change > 0) out += selection.change;
    const auto terms = static_cast<double>(selection.coins.size() + (selection.change > 0 ? 2 : 1));
    return selection.change >= 0 && out <= in + terms * chain::ulp(in);
}

TEST(SelectCoins, TakesTheLargestFirstAndStopsWhenItHasEnough) {
    const auto selection = select_coins(coins({1, 50, 3, 20}), 60, 0.5);
    ASSERT_TRUE(selection);
    EXPECT_EQ(amounts_of(*selection), (std::vector<double>{50, 20}));
    EXPECT_EQ(selection->change, 9.5);
    EXPECT_EQ(selection->fee, 0.5);
}

TEST(SelectCoins, TakesTheSmallestSingleCoinThatWillDo) {
    EXPECT_EQ(amounts_of(*select_coins(coins({1, 50, 3, 20}), 2, 0.5)), std::vector<double>{3});
    EXPECT_EQ(amounts_of(*select_coins(coins({1, 50, 3, 20}), 20.5, 0)), std::vector<double>{50});
}

TEST(SelectCoins, CompletesTheLargestWithTheSmallestThatWillDo) {
    const auto selection = select_coins(coins({50, 49, 4, 2, 3}), 52.5, 0);
    EXPECT_EQ(amounts_of(*selection), (std::vector<double>{50, 3}));
    EXPECT_EQ(selection->change, 0.5);
}

TEST(SelectCoins, PrefersAsManyCoinsWithoutChange) {
    const auto two = select_coins(coins({50, 20, 13, 7, 5}), 26, 1);
    EXPECT_EQ(amounts_of(*two), std::vector<double>{50}) << "one coin is fewer than two";
    const auto pair = select_coins(coins({20, 13, 7, 5}), 24, 1);
    EXPECT_EQ(amounts_of(*pair), (std::vector<double>{20, 5}));
    EXPECT_EQ(pair->change, 0);
    const auto triple = select_coins(coins({30, 29, 23, 17, 11, 7}), 63, 0);
    EXPECT_EQ(amounts_of(*triple), (std::vector<double>{29, 23, 11}));
    EXPECT_EQ(triple->change, 0);
}

// 0.1 + 0.2 is 0.30000000000000004 in doubles, and 0.7 + 0.1 is 0.7999999999999999.
TEST(SelectCoins, FindsAnExactSumBehindItsRounding) {
    EXPECT_EQ(amounts_of(*select_coins(coins({5, 0.3}), 0.1, 0.2)), std::vector<double>{0.3});
    const auto pair = select_coins(coins({0.75, 0.7, 0.1}), 0.79, 0.01);
    EXPECT_EQ(amounts_of(*pair), (std::vector<double>{0.7, 0.1}));
    EXPECT_EQ(pair->change, 0);
    EXPECT_EQ(amounts_of(*select_coins(coins({0.75, 0.7, 0.1}), 0.8, 0)), (std::vector<double>{0.75, 0.1}))
        << "the amount itself is never missed";
}

TEST(SelectCoins, TakesNoLongForManyCoins) {
    std::vector<WalletCoin> many;
    for (unsigned i = 0; i < 300'000; ++i) many.push_back(coin(1 + i * 1e-6, i));
    const auto selection = select_coins(std::move(many), 500.123456789, 0.001);
    ASSERT_TRUE(selection);
    EXPECT_EQ(selection->coins.size(), 385u);
}

TEST(SelectCoins, LeavesNoChangeWhereItFits) {
    const auto selection = select_coins(coins({2, 1}), 1.5, 0.5);
    ASSERT_TRUE(selection);
    EXPECT_EQ(amounts_of(*selection), std::vector<double>{2});
    EXPECT_EQ(selection->change, 0);
    EXPECT_EQ(selection->fee, 0.5);
}

TEST(SelectCoins, TakesTheSameCoinsInWhateverOrderTheyAreListed) {
    auto listed = coins({5, 5, 5, 5});
    const auto forwards = select_coins(listed, 9, 0);
    std::reverse(listed.begin(), listed.end());
    const auto backwards = select_coins(listed, 9, 0);
    EXPECT_EQ(forwards->coins, backwards->coins);
    EXPECT_EQ(forwards->coins.size(), 2u);
}

TEST(SelectCoins, KeepsTheKindOfAnAmount) {
    const auto selection = select_coins({{std::string(64, 'a'), chain::Number{0}, chain::Number{50}}}, 1, 0);
    EXPECT_TRUE(selection->coins[0].amount.is_integer());
    EXPECT_EQ(selection->change, 49);
}

TEST(SelectCoins, SaysHowMuchIsMissing) {
    const auto selection = select_coins(coins({2, 10.5}), 12.5, 0.001);
    ASSERT_FALSE(selection);
    EXPECT_EQ(selection.error().message, "the wallet has 12.5, but 12.501 is needed (12.5 and a fee of 0.001)");
    EXPECT_EQ(select_coins({}, 1, 0).error().message, "the wallet has no coins that could be spent");
}

TEST(SelectCoins, SpendsAThousandCoinsAtMost) {
    std::vector<WalletCoin> many;
    for (unsigned i = 0; i < 1001; ++i) many.push_back(coin(1, i));
    EXPECT_EQ(select_coins(many, 1000, 0)->coins.size(), 1000u);
    const auto too_much = select_coins(many, 1000.5, 0);
    ASSERT_FALSE(too_much);
    EXPECT_NE(too_much.error().message.find("the largest 1000 of the wallet's 1001 coins hold 1000.0"),
              std::string::npos)
        << too_much.error().message;
}

TEST(SelectCoins, RefusesSumsThatNoDoubleHolds) {
    const double huge = std::numeric_limits<double>::max();
    EXPECT_FALSE(select_coins(coins({huge, huge}), huge, huge));
    EXPECT_FALSE(select_coins(coins({1e308, 1e308}), 1.5e308, 0));
}

// 0.3 - 0.1 gives 0.19999999999999998, 1.1 - 0.2 gives 0.9000000000000001: the sum of amount and change may be above
// the coins', and a node without tolerance would call that overspent.
TEST(SelectCoins, NeverPaysOutMoreThanItTakesIn) {
    int naive_overspends = 0;
    for (int cents = 1; cents < 5000; ++cents) {
        const double amount = cents / 100.0;
        const auto selection = select_coins(coins({50.1}), amount, 0);
        ASSERT_TRUE(selection);
        naive_overspends += amount + (50.1 - amount) > 50.1 ? 1 : 0;
        EXPECT_LE(amount + selection->change, 50.1) << amount;
        EXPECT_LE(selection->fee, 2 * chain::ulp(50.1)) << amount;
    }
    EXPECT_GT(naive_overspends, 0) << "or this test shows nothing";
}

// 0.2 + 0.1 is 0.30000000000000004 in doubles.
TEST(SelectCoins, PaysOutEverythingThatTheWalletHas) {
    const auto all = select_coins(coins({0.2, 0.1}), 0.3, 0);
    ASSERT_TRUE(all);
    EXPECT_EQ(all->change, 0) << "the rounding is no change";
    const auto rounded_up = select_coins(coins({0.3}), 0.1, 0.2);
    ASSERT_TRUE(rounded_up) << "0.1 + 0.2 is above 0.3 in doubles only";
    EXPECT_EQ(rounded_up->change, 0);
    EXPECT_FALSE(select_coins(coins({0.3}), 0.1, 0.2000001));
}

TEST(SelectCoins, LeavesToTheFeeWhatTheSumCannotShow) {
    EXPECT_EQ(select_coins(coins({1e9}), std::nextafter(1e9, 0.0), 0)->change, 0);
    EXPECT_EQ(select_coins(coins({1e9}), 999999999.99999, 0)->change, 1e9 - 999999999.99999);
    EXPECT_EQ(select_coins(coins({1e9}), 1e9, 1e-20)->fee, 0) << "a fee that no double shows";
}

// Coins and payments of every size: whatever is chosen obeys the rules, pays the fee but for roundings, and one coin
// less would not have done.
TEST(SelectCoins, HoldsForAnyCoins) {
    const auto seed = std::random_device{}();
    std::mt19937_64 random(seed);
    const auto pick = [&random](double low, double high) {
        return std::uniform_real_distribution<>(low, high)(random);
    };
    for (int round = 0; round < 20'000; ++round) {
        std::vector<WalletCoin> made;
        double held = 0;
        const auto count = 1 + random() % 20;
        for (unsigned i = 0; i < count; ++i) {
            made.push_back(coin(random() % 2 == 0 ? std::pow(10.0, pick(-8, 8)) : std::round(pick(1, 1e4)) / 100, i));
            held += made.back().amount.to_double();
        }
        const double amount = held * pick(0, 1.05) + 1e-9;
        const double fee = random() % 2 == 0 ? 0 : held * pick(0, 0.01);
        const auto selection = select_coins(made, amount, fee);
        const double slack = static_cast<double>(count + 2) * chain::ulp(held + amount);
        SCOPED_TRACE("seed " + std::to_string(seed) + ", round " + std::to_string(round));
        if (!selection) {
            ASSERT_GT(amount + fee, held - slack);
            continue;
        }
        const double in = sum_of(*selection);
        ASSERT_TRUE(is_within_the_rules(*selection, amount));
        ASSERT_NEAR(selection->fee, fee, slack + (selection->change > 0 ? 0 : 2 * chain::ulp(in)));
        ASSERT_TRUE(selection->change == 0 || amount + selection->change <= in);
        ASSERT_LT(in - selection->coins.back().amount.to_double(), amount + fee + slack);
        ASSERT_TRUE(std::is_sorted(selection->coins.begin(), selection->coins.end(), [](const auto& a, const auto& b) {
            return a.amount.to_double() > b.amount.to_double();
        }));
    }
}

TEST(CoinSelection, OfAllCoinsEverythingButTheFeeIsPaid) {
    const auto all = select_all_coins({coin(0.1, 0), coin(50, 1), coin(0.2, 2)}, 0.001);
    EXPECT_EQ(all->coins.size(), 3U);
    EXPECT_EQ(all->amount, 50 + 0.2 + 0.1 - 0.001);
    EXPECT_EQ(all->change, 0);
    EXPECT_NEAR(all->fee, 0.001, chain::ulp(50));
    EXPECT_EQ(select_all_coins({coin(7.5, 0)}, 0)->amount, 7.5);
    EXPECT_FALSE(select_all_coins({}, 0));
    EXPECT_FALSE(select_all_coins({coin(7.5, 0)}, 7.5));
    EXPECT_FALSE(select_all_coins({coin(1e308, 0), coin(1e308, 1)}, 0));
}

TEST(CoinSelection, OfMoreCoinsThanATransactionMaySpendTheLargestArePaid) {
    std::vector<WalletCoin> coins;
    for (unsigned i = 0; i < chain::kMaxInputs + 5; ++i) coins.push_back(coin(i + 1.0, i));
    const auto all = select_all_coins(coins, 0);
    EXPECT_EQ(all->coins.size(), chain::kMaxInputs);
    EXPECT_EQ(all->coins.back().amount.to_double(), 6);
}

}  // namespace
}  // namespace chaincore::wallet
