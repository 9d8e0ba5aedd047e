// SPDX-License-Identifier: MIT
#include "chaincore/consensus/check_transaction.hpp"

#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/chain/in_quotes.hpp"
#include "chaincore/chain/limits.hpp"
#include "chaincore/crypto/address.hpp"
#include "chaincore/crypto/hash256.hpp"

#include <algorithm>
#include <set>
#include <string>

namespace chaincore::consensus {
namespace {

using chain::in_quotes;
using chain::reject;
using chain::Rule;
using chain::Transaction;
using chain::TransactionInput;
using chain::TransactionOutput;
using chain::Verdict;

std::size_t count_code_points(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

// U+0000..001F and U+007F..009F; the latter begin with the byte C2 in UTF-8.
bool has_control_character(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c < 0x20 || c == 0x7f) return true;
        if (c == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0) return true;
    }
    return false;
}

// No fewer than its canonical JSON has: a byte of a text becomes six at most.
std::size_t most_bytes(const Transaction& transaction) {
    constexpr std::size_t kNamesAndNumbers = 256;  // of a transaction, an input or an output
    std::size_t texts = transaction.tx_id.size();
    for (const TransactionInput& input : transaction.inputs) {
        texts += input.tx_id.size() + input.script_sig.size();
        for (const auto* text :
             {&input.signature.signature, &input.signature.public_key, &input.signature.message_hash})
            if (*text) texts += (*text)->size();
    }
    for (const TransactionOutput& output : transaction.outputs)
        texts += output.recipient_address.size() + output.script_pubkey.size();
    return 6 * texts + kNamesAndNumbers * (1 + transaction.inputs.size() + transaction.outputs.size());
}

Verdict check_size(const Transaction& transaction) {
    if (most_bytes(transaction) <= chain::kMaxTransactionBytes) return {};
    const std::size_t size = canonical_json(transaction).size();
    if (size <= chain::kMaxTransactionBytes) return {};
    return reject(Rule::transaction_too_large, "found " + std::to_string(size) + " bytes as canonical JSON, expected " +
                                                   std::to_string(chain::kMaxTransactionBytes) + " at most");
}

Verdict check_counts(const Transaction& transaction) {
    if (transaction.inputs.empty() || transaction.inputs.size() > chain::kMaxInputs)
        return reject(Rule::input_count, "found " + std::to_string(transaction.inputs.size()) +
                                             " inputs, expected 1 to " + std::to_string(chain::kMaxInputs));
    if (transaction.outputs.empty() || transaction.outputs.size() > chain::kMaxOutputs)
        return reject(Rule::output_count, "found " + std::to_string(transaction.outputs.size()) +
                                              " outputs, expected 1 to " + std::to_string(chain::kMaxOutputs));
    return {};
}

Verdict check_plain_fields(const Transaction& transaction) {
    const auto version = transaction.version.to_natural();
    if (!version || *version < 1)
        return reject(Rule::version,
                      "version: found " + transaction.version.text() + ", expected an integer from 1 on");
    if (transaction.lock_time != chain::Number{0})
        return reject(Rule::lock_time, "lock_time: found " + transaction.lock_time.text() + ", expected the integer 0");
    if (transaction.timestamp.to_double() > 0) return {};
    return reject(Rule::transaction_timestamp,
                  "timestamp: found " + transaction.timestamp.text() + ", expected a number above 0");
}

Verdict check_script(std::string_view name, std::string_view script) {
    const std::size_t length = count_code_points(script);
    if (length <= chain::kMaxScriptCharacters) return {};
    return reject(Rule::script_length, std::string(name) + ": found " + std::to_string(length) +
                                           " characters, expected " + std::to_string(chain::kMaxScriptCharacters) +
                                           " at most");
}

Verdict check_recipient(std::string_view address) {
    const std::size_t length = count_code_points(address);
    if (length < 1 || length > chain::kMaxAddressCharacters)
        return reject(Rule::recipient_address, "recipient_address: found " + std::to_string(length) +
                                                   " characters, expected 1 to " +
                                                   std::to_string(chain::kMaxAddressCharacters));
    if (has_control_character(address))
        return reject(Rule::recipient_address, "recipient_address: found a control character, expected none");
    return {};
}

Verdict check_output(const TransactionOutput& output) {
    if (!(output.amount.to_double() > 0))
        return reject(Rule::amount, "amount: found " + output.amount.text() + ", expected a number above 0");
    if (auto verdict = check_recipient(output.recipient_address); !verdict) return verdict;
    return check_script("script_pubkey", output.script_pubkey);
}

Verdict check_reference(const TransactionInput& input) {
    if (!crypto::Hash256::from_hex(input.tx_id))
        return reject(Rule::input_tx_id,
                      "an input's tx_id: found " + in_quotes(input.tx_id) + ", expected 64 lower-case hex digits");
    const auto index = input.output_index.to_natural();
    if (index && *index <= chain::kCoinbaseOutputIndex) return {};
    return reject(Rule::output_index, "an input's output_index: found " + input.output_index.text() +
                                          ", expected an integer from 0 to 4294967295");
}

Verdict check_references(const Transaction& transaction) {
    if (transaction.inputs.size() == 1) return check_reference(transaction.inputs[0]);
    std::set<std::pair<std::string_view, std::uint64_t>> seen;
    for (const TransactionInput& input : transaction.inputs) {
        if (auto verdict = check_reference(input); !verdict) return verdict;
        if (!seen.emplace(input.tx_id, *input.output_index.to_natural()).second)
            return reject(Rule::duplicate_input, "output " + input.output_index.text() + " of " + input.tx_id +
                                                     " is spent twice by one transaction");
    }
    return {};
}

Verdict check_id(const Transaction& transaction) {
    const std::string expected = transaction_id(transaction).to_hex();
    if (transaction.tx_id == expected) return {};
    return reject(Rule::tx_id, "tx_id: found " + in_quotes(transaction.tx_id) + ", expected " + in_quotes(expected));
}

// What a coinbase and any other transaction have in common.
Verdict check_content(const Transaction& transaction) {
    if (auto verdict = check_counts(transaction); !verdict) return verdict;
    if (auto verdict = check_plain_fields(transaction); !verdict) return verdict;
    for (const TransactionInput& input : transaction.inputs)
        if (auto verdict = check_script("script_sig", input.script_sig); !verdict) return verdict;
    for (const TransactionOutput& output : transaction.outputs)
        if (auto verdict = check_output(output); !verdict) return verdict;
    if (auto verdict = check_size(transaction); !verdict) return verdict;
    return check_id(transaction);
}

}  // namespace

Verdict check_transaction(const Transaction& transaction) {
    if (transaction.is_coinbase())
        return reject(Rule::unexpected_coinbase, "this is a coinbase: only a block's first transaction may be one");
    if (auto verdict = check_references(transaction); !verdict) return verdict;
    return check_content(transaction);
}

Verdict check_coinbase(const Transaction& transaction) {
    if (!transaction.is_coinbase())
        return reject(Rule::missing_coinbase,
                      "the first transaction is no coinbase: expected one input that refers to "
                      "64 zeros and output 4294967295");
    if (!transaction.inputs[0].signature.is_empty())
        return reject(Rule::coinbase_signature, "the coinbase's signature: found members, expected {}");
    return check_content(transaction);
}

Verdict check_payees(const Transaction& transaction) {
    for (const TransactionOutput& output : transaction.outputs)
        if (!crypto::is_valid_address(output.recipient_address))
            return reject(Rule::payee_address,
                          "recipient_address: found " + in_quotes(output.recipient_address) +
                              ", expected an address (Base58Check of 25 bytes): coins sent there would be lost");
    return {};
}

}  // namespace chaincore::consensus
