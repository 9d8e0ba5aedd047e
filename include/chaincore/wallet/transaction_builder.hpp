// SPDX-License-Identifier: MIT
// Turns chosen coins into a signed payment. Any thread.
#pragma once

#include "chaincore/chain/transaction.hpp"
#include "chaincore/util/clock.hpp"
#include "chaincore/wallet/coin_selection.hpp"
#include "chaincore/wallet/key_file.hpp"

#include <string>

namespace chaincore::wallet {

// Pays the amount to the recipient and the change, where there is any, back to the wallet.
chain::Transaction build_payment(const Wallet& wallet, const CoinSelection& selection, const std::string& recipient,
                                 double amount, util::WallTime now);

}  // namespace chaincore::wallet
