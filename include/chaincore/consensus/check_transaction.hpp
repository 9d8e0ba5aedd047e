// SPDX-License-Identifier: MIT
// The rules for a transaction that need no chain (docs/rules.md, "Transaction"). They change nothing. Any thread.
#pragma once

#include "chaincore/chain/rejection.hpp"
#include "chaincore/chain/transaction.hpp"

namespace chaincore::consensus {

// Rules 1, 2, 5 (each amount) and 6 and the first sentence of 3, for anything but a coinbase.
chain::Verdict check_transaction(const chain::Transaction& transaction);

// What a block's first transaction must obey: "Block", rule 1.
chain::Verdict check_coinbase(const chain::Transaction& transaction);

// What the mempool wants beyond check_transaction: every output pays to a valid address.
chain::Verdict check_payees(const chain::Transaction& transaction);

}  // namespace chaincore::consensus
