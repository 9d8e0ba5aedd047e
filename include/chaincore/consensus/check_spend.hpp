// SPDX-License-Identifier: MIT
// The rules for a transaction that need the coins it spends (docs/rules.md, "Transaction"). They
// change nothing. Any thread that may read the view.
#pragma once

#include "chaincore/chain/rejection.hpp"
#include "chaincore/chain/transaction.hpp"
#include "chaincore/consensus/signature_check.hpp"
#include "chaincore/consensus/utxo_view.hpp"

#include <span>
#include <vector>

namespace chaincore::consensus {

// What a transaction that passed check_transaction does to the coins.
struct Spend {
    std::vector<NamedCoin> coins;  // in the order of its inputs
    double fee = 0;
    double tolerance = 0;  // by how much its outputs may exceed its inputs: n * ulp(in)
};

// Rule::missing_input and Rule::overspent: every coin is there, and they suffice. The transaction must have passed
// check_transaction.
Result<Spend, chain::Rejection> check_spend(const chain::Transaction& transaction, const UtxoView& view);

// Rule::duplicate_tx_id: no unspent output belongs to an earlier transaction of the same id. The transaction must have
// passed check_transaction or check_coinbase.
chain::Verdict check_new_id(const chain::Transaction& transaction, const UtxoView& view);

// Rule::signature and Rule::wrong_owner, the expensive ones: every input is signed by the owner of its coin. coins:
// Spend::coins. check.signers: those of this transaction alone.
chain::Verdict check_signatures(const chain::Transaction& transaction, std::span<const NamedCoin> coins,
                                const SignatureCheck& check = {});

// The address of the key that has signed an input, which can be known before its coin is: check_signatures takes it in
// check.signers. Empty: the signature is not valid. The transaction must have passed check_transaction.
std::string signer_of(const chain::Transaction& transaction, const chain::TransactionInput& input,
                      const SignatureCheck& check);

}  // namespace chaincore::consensus
