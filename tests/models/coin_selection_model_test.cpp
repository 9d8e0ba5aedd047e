// SPDX-License-Identifier: MIT
// Which coins a wallet spends, against every set of them that there is.
#include "chaincore/chain/amount.hpp"
#include "chaincore/wallet/coin_selection.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <optional>
#include <rapidcheck/gtest.h>

namespace chaincore {
namespace {

using wallet::WalletCoin;

// Of a few round values, so that sums meet, and of any.
rc::Gen<double> amounts() {
    return rc::gen::oneOf(rc::gen::map(rc::gen::inRange(1, 60), [](int units) { return units / 10.0; }),
                          rc::gen::map(rc::gen::inRange(1, 1'000'000), [](int units) { return units / 7.0; }),
                          rc::gen::just(50.0));
}

std::vector<WalletCoin> make_coins(const std::vector<double>& values) {
    std::vector<WalletCoin> coins;
    for (const double value : values)
        coins.push_back({std::string(64, 'a'), chain::Number{coins.size()}, chain::Number{value}});
    return coins;
}

// What the best sets come to: how few coins will do, and whether some that few leave no change.
struct Best {
    std::size_t count = 0;
    bool is_exact = false;
};

std::optional<Best> best_of_all(std::vector<double> values, double amount, double needed) {
    std::sort(values.begin(), values.end(), std::greater<>());
    std::optional<Best> best;
    for (std::size_t set = 1; set < std::size_t{1} << values.size(); ++set) {
        double total = 0;
        for (std::size_t place = 0; place < values.size(); ++place)
            if ((set >> place & 1) != 0) total += values[place];
        const auto count = static_cast<std::size_t>(std::popcount(set));
        const double rounding = static_cast<double>(count) * chain::ulp(total);
        const bool is_all = count == values.size();
        if (total < needed && (needed > total + rounding || (total < amount && !is_all))) continue;
        const bool is_exact = total - needed <= rounding;
        if (!best || count < best->count) best = Best{count, is_exact};
        if (count == best->count) best->is_exact |= is_exact;
    }
    return best;
}

RC_GTEST_PROP(CoinSelection, SpendsAsFewCoinsAsAnySetAndLeavesNoChangeWhereOneCan, ()) {
    const auto values = *rc::gen::resize(10, rc::gen::container<std::vector<double>>(amounts()));
    double amount = 0;
    if (*rc::gen::element(true, false)) {
        for (const double value : values) amount += *rc::gen::element(0.0, 1.0) * value;
    }
    if (amount == 0) amount = *amounts();
    const double fee = *rc::gen::element(0.0, 0.001, 0.1, 5.0);
    const auto best = best_of_all(values, amount, amount + fee);
    const auto selection = wallet::select_coins(make_coins(values), amount, fee);
    RC_TAG(best ? std::to_string(best->count) + (best->is_exact ? " exact" : "") : "too little");
    RC_ASSERT(selection.has_value() == best.has_value());
    if (!best) return;
    RC_ASSERT(selection->coins.size() == best->count);
    RC_ASSERT((selection->change == 0) == best->is_exact);
    auto shuffled = make_coins(values);
    std::reverse(shuffled.begin(), shuffled.end());
    RC_ASSERT(wallet::select_coins(shuffled, amount, fee)->coins == selection->coins);
}

}  // namespace
}  // namespace chaincore
