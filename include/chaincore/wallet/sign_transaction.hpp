// SPDX-License-Identifier: MIT
// Signs a transaction as the reference's wallet does (docs/protocol.md, "Signing"). Any thread.
#pragma once

#include "chaincore/chain/transaction.hpp"
#include "chaincore/crypto/signature.hpp"

namespace chaincore::wallet {

// Sets the id and signs every input with the key: whatever signatures and ids were there are replaced.
void sign_transaction(chain::Transaction& transaction, const crypto::PrivateKey& key);

}  // namespace chaincore::wallet
