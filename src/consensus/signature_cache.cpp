// SPDX-License-Identifier: MIT
#include "chaincore/consensus/signature_cache.hpp"

#include "chaincore/crypto/sha256.hpp"

#include <utility>

namespace chaincore::consensus {
namespace {

void append(std::string& text, const std::string& part) { text += std::to_string(part.size()) + ":" + part; }

}  // namespace

crypto::Hash256 SignatureCache::key_of(const chain::Transaction& transaction, const chain::TransactionInput& input) {
    std::string text;
    append(text, transaction.tx_id);
    append(text, input.tx_id);
    append(text, input.output_index.text());
    append(text, input.signature.public_key.value_or(""));
    append(text, input.signature.signature.value_or(""));
    return crypto::sha256(text);
}

std::optional<std::string> SignatureCache::find_signer(const crypto::Hash256& key) const {
    const std::lock_guard lock(mutex_);
    const auto at = signers_.find(key);
    if (at == signers_.end()) return std::nullopt;
    return at->second;
}

void SignatureCache::add(const crypto::Hash256& key, std::string signer) {
    const std::lock_guard lock(mutex_);
    if (!signers_.emplace(key, std::move(signer)).second) return;
    order_.push_back(key);
    if (order_.size() <= kMostEntries) return;
    signers_.erase(order_.front());
    order_.pop_front();
}

}  // namespace chaincore::consensus
