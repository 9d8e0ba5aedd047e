// SPDX-License-Identifier: MIT
// Every rule by which something from outside can be refused, and the refusal itself. Any thread.
// docs/rules.md describes the rules in the same order; a test compares the two lists.
#pragma once

#include "chaincore/util/result.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace chaincore::chain {

enum class Rule : std::uint8_t {
    // Reading JSON
    invalid_json,
    invalid_utf8,
    invalid_number,
    lone_surrogate,
    nul_character,
    duplicate_key,
    too_deep,
    missing_field,
    wrong_type,
    truncated_chain,
    // A transaction
    transaction_too_large,
    input_count,
    output_count,
    version,
    lock_time,
    transaction_timestamp,
    input_tx_id,
    output_index,
    tx_id,
    duplicate_input,
    missing_input,
    signature,
    wrong_owner,
    amount,
    overspent,
    script_length,
    recipient_address,
    payee_address,
    unexpected_coinbase,
    // A block
    block_too_large,
    transaction_count,
    missing_coinbase,
    second_coinbase,
    coinbase_signature,
    block_index,
    previous_hash,
    nonce,
    timestamp_too_old,
    timestamp_too_new,
    merkle_root,
    merkle_duplicate,
    block_hash,
    miner_dialect,
    proof_of_work,
    difficulty,
    double_spend,
    duplicate_tx_id,
    coinbase_value,
    genesis,
    // The operator's word
    ruled_out,
};

// The name of a rule in answers and reports, as it is written above.
std::string_view rule_name(Rule rule);

// All rules, in the order above.
std::span<const Rule> all_rules();

struct Rejection {
    Rule rule;
    std::string message;  // what was found and what was expected, for a person
};

// A check that passed, or why it did not.
using Verdict = Result<void, Rejection>;

inline auto reject(Rule rule, std::string message) { return fail(Rejection{rule, std::move(message)}); }

}  // namespace chaincore::chain
