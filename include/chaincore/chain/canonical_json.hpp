// SPDX-License-Identifier: MIT
// Canonical JSON, J(x) of docs/protocol.md: the one place where hashed bytes come from. It is what Python's
// json.dumps(x, sort_keys=True) writes: keys sorted by code point, separators ", " and ": ", ASCII only. Any thread.
#pragma once

#include "chaincore/chain/block.hpp"
#include "chaincore/chain/json_value.hpp"
#include "chaincore/chain/transaction.hpp"
#include "chaincore/crypto/hash256.hpp"

#include <string>
#include <string_view>

namespace chaincore::chain {

// text must be valid UTF-8 without surrogates: what the strict reader lets through.
void append_json_string(std::string& out, std::string_view text);

std::string canonical_json(const JsonValue& value);

// The whole transaction, id and signatures included.
std::string canonical_json(const Transaction& transaction);

// The eight fields: what is stored, served and measured against the size limit.
std::string canonical_json(const Block& block);

// What a transaction's id is the digest of: without the id, and for anything but a coinbase with blank signatures
// and input scripts.
std::string transaction_preimage(const Transaction& transaction);
crypto::Hash256 transaction_id(const Transaction& transaction);

// What the owner of input `input` signs, and the digest that enters ECDSA.
std::string signing_message(std::string_view tx_id, const TransactionInput& input);
crypto::Hash256 signing_digest(std::string_view tx_id, const TransactionInput& input);

// What a block's hash is the digest of.
std::string header_preimage(const BlockHeader& header);
crypto::Hash256 header_hash(const BlockHeader& header);

// The other text, which mainline's mining clients hash instead: nonce last, no blanks around it.
std::string miner_dialect_preimage(const BlockHeader& header);
crypto::Hash256 miner_dialect_hash(const BlockHeader& header);

}  // namespace chaincore::chain
