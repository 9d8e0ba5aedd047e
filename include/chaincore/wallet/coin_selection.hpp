// SPDX-License-Identifier: MIT
// Which coins pay an amount and a fee, and what comes back. Sums are doubles, added from left to right, as every node
// adds them (docs/rules.md, "Transaction"). Any thread.
#pragma once

#include "chaincore/chain/number.hpp"
#include "chaincore/util/result.hpp"

#include <string>
#include <vector>

namespace chaincore::wallet {

// An unspent output of the wallet's address.
struct WalletCoin {
    std::string tx_id;           // 64 lower-case hex digits
    chain::Number output_index;  // a natural number
    chain::Number amount;        // above 0

    bool operator==(const WalletCoin&) const = default;
};

struct CoinSelection {
    std::vector<WalletCoin> coins;  // in the order in which they were added up
    double change = 0;              // 0: none
    double fee = 0;                 // what the coins hold beyond amount and change: as nodes compute it
    double amount = 0;              // what is paid
};

// As few coins as will do, at most kMaxInputs, and always the same ones of the same coins. Of as many coins those that
// leave no change, where a search finds some; otherwise the largest, but for the last one, which is the smallest that
// completes the sum: so a single coin is the smallest that will do. Amount and change never add up to more than the
// coins, but where all coins together miss the sum by its rounding only, which the rules tolerate. A change that is no
// more than the rounding is left to the fee. amount is above 0, fee at least 0, both finite.
Result<CoinSelection, Error> select_coins(std::vector<WalletCoin> coins, double amount, double fee);

// All coins, or the largest kMaxInputs of more: the amount is what they hold beyond the fee, and there is no change.
// fee is at least 0 and finite.
Result<CoinSelection, Error> select_all_coins(std::vector<WalletCoin> coins, double fee);

}  // namespace chaincore::wallet
