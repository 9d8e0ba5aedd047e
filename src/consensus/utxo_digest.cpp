// SPDX-License-Identifier: MIT
#include "chaincore/consensus/utxo_digest.hpp"

#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/crypto/sha256.hpp"

namespace chaincore::consensus {

std::string coin_text(const NamedCoin& coin) {
    std::string text = "{\"amount\": ";
    coin.coin.amount.append_to(text);
    text += ", \"output_index\": " + std::to_string(coin.out_point.index) + ", \"recipient_address\": ";
    chain::append_json_string(text, coin.coin.recipient_address);
    text += ", \"tx_id\": \"" + coin.out_point.tx_id.to_hex() + "\"}";
    return text;
}

UtxoDigest::Sum UtxoDigest::words_of(const crypto::Hash256& number) {
    Sum words{};
    for (std::size_t i = 0; i < number.bytes.size(); ++i) words[3 - i / 8] = words[3 - i / 8] << 8 | number.bytes[i];
    return words;
}

UtxoDigest::Sum UtxoDigest::digest_of(const NamedCoin& coin) { return words_of(crypto::sha256(coin_text(coin))); }

void UtxoDigest::add(const NamedCoin& coin) {
    const Sum term = digest_of(coin);
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < sum_.size(); ++i) {
        const std::uint64_t partial = sum_[i] + carry;
        carry = partial < carry ? 1 : 0;
        sum_[i] = partial + term[i];
        carry += sum_[i] < term[i] ? 1 : 0;
    }
}

void UtxoDigest::remove(const NamedCoin& coin) {
    const Sum term = digest_of(coin);
    std::uint64_t borrow = 0;
    for (std::size_t i = 0; i < sum_.size(); ++i) {
        const std::uint64_t partial = sum_[i] - borrow;
        borrow = sum_[i] < borrow ? 1 : 0;
        borrow += partial < term[i] ? 1 : 0;
        sum_[i] = partial - term[i];
    }
}

crypto::Hash256 UtxoDigest::value() const {
    crypto::Hash256 value;
    for (std::size_t i = 0; i < value.bytes.size(); ++i)
        value.bytes[i] = static_cast<std::uint8_t>(sum_[3 - i / 8] >> (56 - 8 * (i % 8)));
    return value;
}

}  // namespace chaincore::consensus
