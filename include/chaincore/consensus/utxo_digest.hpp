// SPDX-License-Identifier: MIT
// A digest of a whole UTXO set that follows its changes: the sum modulo 2^256 of the SHA-256 of each coin, so that
// the order in which coins come and go does not matter. One thread at a time.
#pragma once

#include "chaincore/consensus/coin.hpp"
#include "chaincore/crypto/hash256.hpp"

#include <array>
#include <cstdint>
#include <string>

namespace chaincore::consensus {

// What is hashed for one coin, in canonical JSON:
// {"amount": 50.0, "output_index": 0, "recipient_address": "1...", "tx_id": "..."}
std::string coin_text(const NamedCoin& coin);

class UtxoDigest {
public:
    UtxoDigest() = default;
    // As value() gave it.
    explicit UtxoDigest(const crypto::Hash256& value) : sum_(words_of(value)) {}

    void add(const NamedCoin& coin);
    void remove(const NamedCoin& coin);

    // The sum as a big-endian number; zeros for an empty set.
    crypto::Hash256 value() const;

private:
    using Sum = std::array<std::uint64_t, 4>;  // least significant first

    static Sum words_of(const crypto::Hash256& number);
    static Sum digest_of(const NamedCoin& coin);

    Sum sum_{};
};

}  // namespace chaincore::consensus
