// SPDX-License-Identifier: MIT
// Signatures that have been found valid, so that none is checked twice: not of a payment that was in the pool before
// its block came, nor of a block whose signatures were checked ahead of its turn. Any thread.
#pragma once

#include "chaincore/chain/transaction.hpp"
#include "chaincore/crypto/hash256.hpp"

#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

namespace chaincore::consensus {

class SignatureCache {
public:
    // The oldest leave; one takes some 300 bytes.
    static constexpr std::size_t kMostEntries = std::size_t{1} << 16;

    // Of all that decides whether an input's signature is valid: what is signed, and by whom.
    static crypto::Hash256 key_of(const chain::Transaction& transaction, const chain::TransactionInput& input);

    // The address of the key that has signed validly; none: that is not known.
    std::optional<std::string> find_signer(const crypto::Hash256& key) const;
    void add(const crypto::Hash256& key, std::string signer);

private:
    mutable std::mutex mutex_;
    std::unordered_map<crypto::Hash256, std::string> signers_;  // guarded by mutex_
    std::deque<crypto::Hash256> order_;                         // guarded by mutex_
};

}  // namespace chaincore::consensus
