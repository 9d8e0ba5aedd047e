// SPDX-License-Identifier: MIT
// The rules for a transaction that need no chain (docs/rules.md, "Transaction"). They change nothing. Any thread.
#pragma once

#include "chaincore/chain/rejection.hpp"
#include "chaincore/chain/transaction.hpp"

namespace chaincore::consensus {

// Every rule of that section but those of check_spend and check_payees, for anything but a coinbase.
chain::Verdict check_transaction(const chain::Transaction& transaction);

// What a block's first transaction must obey: a coinbase's form, and the rules that hold for any transaction.
chain::Verdict check_coinbase(const chain::Transaction& transaction);

// What the mempool wants beyond check_transaction: every output pays to a valid address.
chain::Verdict check_payees(const chain::Transaction& transaction);

}  // namespace chaincore::consensus
