// SPDX-License-Identifier: MIT
// A transaction as it stands on the wire: texts and numbers keep their form, since their bytes are hashed. What may
// stand in them is judged by consensus/check_transaction. Any thread.
#pragma once

#include "chaincore/chain/number.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chaincore::chain {

// The reference of a coinbase input (docs/protocol.md, "Coinbase").
inline constexpr std::string_view kZeroHash = "0000000000000000000000000000000000000000000000000000000000000000";
inline constexpr std::uint64_t kCoinbaseOutputIndex = 4294967295;

// What an input carries to show that its coin may be spent. Members that were absent stay absent.
struct InputSignature {
    std::optional<std::string> signature;     // DER in hex
    std::optional<std::string> public_key;    // SEC 1 in hex
    std::optional<std::string> message_hash;  // written by the reference, read by nobody

    bool is_empty() const { return !signature && !public_key && !message_hash; }
    bool operator==(const InputSignature&) const = default;
};

struct TransactionInput {
    std::string tx_id;    // of the transaction whose output is spent
    Number output_index;  // which of its outputs
    InputSignature signature;
    std::string script_sig;

    bool operator==(const TransactionInput&) const = default;
};

struct TransactionOutput {
    Number amount;
    std::string recipient_address;
    std::string script_pubkey;

    bool operator==(const TransactionOutput&) const = default;
};

struct Transaction {
    Number version{1};
    std::vector<TransactionInput> inputs;
    std::vector<TransactionOutput> outputs;
    Number lock_time{0};
    Number timestamp;   // seconds since the Unix epoch
    std::string tx_id;  // as claimed by the sender

    // Exactly one input, which refers to 64 zeros and index 2^32-1.
    bool is_coinbase() const {
        return inputs.size() == 1 && inputs[0].tx_id == kZeroHash &&
               inputs[0].output_index == Number{kCoinbaseOutputIndex};
    }
    bool operator==(const Transaction&) const = default;
};

}  // namespace chaincore::chain
