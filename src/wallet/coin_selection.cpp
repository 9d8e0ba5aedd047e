// SPDX-License-Identifier: MIT
#include "chaincore/wallet/coin_selection.hpp"

#include "chaincore/chain/amount.hpp"
#include "chaincore/chain/limits.hpp"
#include "wallet/exact_coins.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
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

// The coins of a wallet, the largest first, and what is to be paid of them.
class Purse {
public:
    Purse(std::vector<WalletCoin> coins, double amount, double fee)
        : coins_(std::move(coins)), amount_(amount), needed_(amount + fee) {
        std::sort(coins_.begin(), coins_.end(), comes_first);
        for (const WalletCoin& coin : coins_) amounts_.push_back(coin.amount.to_double());
    }

    const std::vector<double>& amounts() const { return amounts_; }

    // Of at most kMaxInputs coins. The fee may miss its rounding, the amount nothing.
    bool suffices(double total, std::size_t count) const {
        return total >= needed_ || (total >= amount_ && needed_ <= total + rounding_of(total, count));
    }

    // How many of the largest will do: no fewer coins do. Everything where that is too little.
    std::size_t fewest() const {
        const std::size_t most = std::min(coins_.size(), chain::kMaxInputs);
        double total = 0;
        for (std::size_t count = 1; count <= most; ++count) {
            total += amounts_[count - 1];
            if (suffices(total, count)) return count;
        }
        return most;
    }

    std::vector<std::size_t> without_change(std::size_t count) const {
        const double rounding = rounding_of(needed_, count);
        return find_exact_coins(amounts_, count, needed_, rounding, [&](double total) {
            return suffices(total, count) && change_of(total, needed_, amount_, rounding_of(total, count)) == 0;
        });
    }

    // The largest, and last the smallest with which they will do.
    std::vector<std::size_t> largest(std::size_t count) const {
        std::vector<std::size_t> places(count);
        std::iota(places.begin(), places.end(), std::size_t{0});
        const auto last = amounts_.begin() + static_cast<std::ptrdiff_t>(count - 1);
        const double others = std::accumulate(amounts_.begin(), last, 0.0);
        const auto too_small =
            std::partition_point(last, amounts_.end(), [&](double amount) { return suffices(others + amount, count); });
        if (too_small != last) places.back() = static_cast<std::size_t>(too_small - amounts_.begin()) - 1;
        return places;
    }

    CoinSelection pay_with(const std::vector<std::size_t>& places) const {
        CoinSelection selection;
        double total = 0;
        for (const std::size_t place : places) {
            total += amounts_[place];
            selection.coins.push_back(coins_[place]);
        }
        selection.change = change_of(total, needed_, amount_, rounding_of(total, places.size()));
        selection.fee = std::max(0.0, total - (amount_ + selection.change));
        selection.amount = amount_;
        return selection;
    }

private:
    std::vector<WalletCoin> coins_;
    std::vector<double> amounts_;
    double amount_;
    double needed_;
};

Error no_coins() { return Error{"the wallet has no coins that could be spent"}; }

Error too_little(std::size_t used, std::size_t there_are, double total, double amount, double fee) {
    if (there_are == 0) return no_coins();
    const std::string needed =
        text_of(amount + fee) + " is needed (" + text_of(amount) + " and a fee of " + text_of(fee) + ")";
    if (used == there_are) return Error{"the wallet has " + text_of(total) + ", but " + needed};
    return Error{"the largest " + std::to_string(used) + " of the wallet's " + std::to_string(there_are) +
                 " coins hold " + text_of(total) + ", but " + needed +
                 ": no transaction may spend more coins, send less at once"};
}

auto no_double() { return fail(Error{"the wallet's coins add up to more than a double can hold"}); }

}  // namespace

Result<CoinSelection, Error> select_coins(std::vector<WalletCoin> coins, double amount, double fee) {
    const double needed = amount + fee;
    if (!std::isfinite(needed)) return fail(Error{"amount and fee add up to more than a double can hold"});
    const Purse purse(std::move(coins), amount, fee);
    const std::vector<double>& amounts = purse.amounts();
    const std::size_t count = purse.fewest();
    const double total = std::accumulate(amounts.begin(), amounts.begin() + static_cast<std::ptrdiff_t>(count), 0.0);
    if (!std::isfinite(total)) return no_double();
    if (count == 0 || needed > total + rounding_of(total, count))
        return fail(too_little(count, amounts.size(), total, amount, fee));
    const std::vector<std::size_t> exact = purse.without_change(count);
    return purse.pay_with(exact.empty() ? purse.largest(count) : exact);
}

Result<CoinSelection, Error> select_all_coins(std::vector<WalletCoin> coins, double fee) {
    if (coins.empty()) return fail(no_coins());
    std::sort(coins.begin(), coins.end(), comes_first);
    coins.resize(std::min(coins.size(), chain::kMaxInputs));
    double total = 0;
    for (const WalletCoin& coin : coins) total += coin.amount.to_double();
    if (!std::isfinite(total)) return no_double();
    const double amount = total - fee;
    if (!(amount > 0))
        return fail(Error{"the wallet's coins hold " + text_of(total) + ", which leaves nothing beyond a fee of " +
                          text_of(fee)});
    return CoinSelection{std::move(coins), 0, total - amount, amount};
}

}  // namespace chaincore::wallet
