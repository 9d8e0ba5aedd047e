// SPDX-License-Identifier: MIT
#include "chaincore/consensus/signature_cache.hpp"

#include "chaincore/crypto/sha256.hpp"

#include <utility>

namespace chaincore::consensus {
namespace {

void append(std::string& text, const std::string& part) { text += std::to_string(part.size()) + ":" + part; }

// Of all that decides whether the signature is valid: what is signed, and by whom.
crypto::Hash256 key_of(const chain::Transaction& transaction, const chain::TransactionInput& input) {
    std::string text;
    append(text, transaction.tx_id);
    append(text, input.tx_id);
    append(text, input.output_index.text());
    append(text, input.signature.public_key.value_or(""));
    append(text, input.signature.signature.value_or(""));
    return crypto::sha256(text);
}

}  // namespace

std::optional<std::string> SignatureCache::find_signer(const chain::Transaction& transaction,
                                                       const chain::TransactionInput& input) const {
    const crypto::Hash256 key = key_of(transaction, input);
    const std::lock_guard lock(mutex_);
    const auto at = signers_.find(key);
    if (at == signers_.end()) return std::nullopt;
    return at->second;
}

void SignatureCache::add(const chain::Transaction& transaction, const chain::TransactionInput& input,
                         std::string signer) {
    const crypto::Hash256 key = key_of(transaction, input);
    const std::lock_guard lock(mutex_);
    if (!signers_.emplace(key, std::move(signer)).second) return;
    order_.push_back(key);
    if (order_.size() <= kMostEntries) return;
    signers_.erase(order_.front());
    order_.pop_front();
}

}  // namespace chaincore::consensus
