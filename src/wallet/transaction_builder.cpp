// SPDX-License-Identifier: MIT
#include "chaincore/wallet/transaction_builder.hpp"

#include "chaincore/wallet/sign_transaction.hpp"

namespace chaincore::wallet {
namespace {

chain::Number timestamp_of(util::WallTime now) {
    return chain::Number{static_cast<double>(now.time_since_epoch().count()) / 1e6};
}

}  // namespace

chain::Transaction build_payment(const Wallet& wallet, const CoinSelection& selection, const std::string& recipient,
                                 double amount, util::WallTime now) {
    chain::Transaction transaction;
    for (const WalletCoin& coin : selection.coins)
        transaction.inputs.push_back({coin.tx_id, coin.output_index, {}, ""});
    transaction.outputs.push_back({chain::Number{amount}, recipient, ""});
    if (selection.change > 0) transaction.outputs.push_back({chain::Number{selection.change}, wallet.address, ""});
    transaction.timestamp = timestamp_of(now);
    sign_transaction(transaction, wallet.key);
    return transaction;
}

}  // namespace chaincore::wallet
