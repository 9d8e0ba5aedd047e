// SPDX-License-Identifier: MIT
#include "chaincore/wallet/coin_selection.hpp"

#include "chaincore/chain/amount.hpp"
#include "chaincore/chain/limits.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace chaincore::wallet {
namespace {

std::string text_of(double value) { return chain::Number{value}.text(); }

// The same order wherever the node lists equal coins.
bool comes_first(const WalletCoin& a, const WalletCoin& b) {
    const double left = a.amount.to_double();
    const double right = b.amount.to_double();
    if (left != right) return left > right;
    return std::make_tuple(std::cref(a.tx_id), a.output_index.to_natural()) <
           std::make_tuple(std::cref(b.tx_id), b.output_index.to_natural());
}

// By how much a sum of so many coins may miss the true one. The rules tolerate this and one more for each output.
double rounding_of(double total, std::size_t coins) { return static_cast<double>(coins) * chain::ulp(total); }

// What comes back: 0 where it is no more than the rounding.
double change_of(double total, double needed, double amount, double rounding) {
    double change = total - needed;
    while (change > rounding && amount + change > total) change -= chain::ulp(total);
    return change > rounding ? change : 0;
}

Error too_little(const std::vector<WalletCoin>& used, std::size_t there_are, double total, double amount, double fee) {
    if (there_are == 0) return Error{"the wallet has no coins that could be spent"};
    const std::string needed =
        text_of(amount + fee) + " is needed (" + text_of(amount) + " and a fee of " + text_of(fee) + ")";
    if (used.size() == there_are) return Error{"the wallet has " + text_of(total) + ", but " + needed};
    return Error{"the largest " + std::to_string(used.size()) + " of the wallet's " + std::to_string(there_are) +
                 " coins hold " + text_of(total) + ", but " + needed +
                 ": no transaction may spend more coins, send less at once"};
}

}  // namespace

Result<CoinSelection, Error> select_coins(std::vector<WalletCoin> coins, double amount, double fee) {
    const double needed = amount + fee;
    if (!std::isfinite(needed)) return fail(Error{"amount and fee add up to more than a double can hold"});
    std::sort(coins.begin(), coins.end(), comes_first);

    CoinSelection selection;
    double total = 0;
    for (WalletCoin& coin : coins) {
        if (total >= needed || selection.coins.size() == chain::kMaxInputs) break;
        total += coin.amount.to_double();
        selection.coins.push_back(std::move(coin));
    }
    if (!std::isfinite(total)) return fail(Error{"the wallet's coins add up to more than a double can hold"});
    const double rounding = rounding_of(total, selection.coins.size());
    if (selection.coins.empty() || needed > total + rounding)
        return fail(too_little(selection.coins, coins.size(), total, amount, fee));

    selection.change = change_of(total, needed, amount, rounding);
    selection.fee = std::max(0.0, total - (amount + selection.change));
    return selection;
}

}  // namespace chaincore::wallet
