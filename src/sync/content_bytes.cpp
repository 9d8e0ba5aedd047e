// SPDX-License-Identifier: MIT
#include "sync/content_bytes.hpp"

#include <string_view>

namespace chaincore::sync {
namespace {

using namespace std::string_view_literals;

// Canonical JSON with empty texts and numbers of one digit.
constexpr std::size_t kBlock =
    R"({"hash": "", "index": 0, "merkle_root": "", "nonce": 0, "previous_hash": "", "target_difficulty": 0, "timestamp": 0, "transactions": []})"sv
        .size();
constexpr std::size_t kTransaction =
    R"({"inputs": [], "lock_time": 0, "outputs": [], "timestamp": 0, "tx_id": "", "version": 1})"sv.size();
constexpr std::size_t kInput = R"({"output_index": 0, "script_sig": "", "signature": {}, "tx_id": ""})"sv.size();
constexpr std::size_t kOutput = R"({"amount": 0, "recipient_address": "", "script_pubkey": ""})"sv.size();

std::size_t size_of(const std::optional<std::string>& text) { return text ? text->size() : 0; }

std::size_t bytes_of(const chain::TransactionInput& input) {
    const chain::InputSignature& signature = input.signature;
    return kInput + input.tx_id.size() + input.script_sig.size() + size_of(signature.signature) +
           size_of(signature.public_key) + size_of(signature.message_hash);
}

std::size_t bytes_of(const chain::TransactionOutput& output) {
    return kOutput + output.recipient_address.size() + output.script_pubkey.size();
}

std::size_t bytes_of(const chain::Transaction& transaction) {
    std::size_t bytes = kTransaction + transaction.tx_id.size();
    for (const auto& input : transaction.inputs) bytes += bytes_of(input);
    for (const auto& output : transaction.outputs) bytes += bytes_of(output);
    return bytes;
}

}  // namespace

std::size_t content_bytes(const chain::Block& block) {
    const chain::BlockHeader& header = block.header;
    std::size_t bytes = kBlock + block.hash.size() + header.merkle_root.size() + header.previous_hash.size();
    for (const chain::Transaction& transaction : block.transactions) bytes += bytes_of(transaction);
    return bytes;
}

}  // namespace chaincore::sync
