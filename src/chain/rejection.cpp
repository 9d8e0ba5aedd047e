// SPDX-License-Identifier: MIT
#include "chaincore/chain/rejection.hpp"

#include "chaincore/util/check.hpp"

#include <array>

namespace chaincore::chain {
namespace {

struct NamedRule {
    Rule rule;
    std::string_view name;
};

constexpr auto kRules = std::to_array<NamedRule>({
    {Rule::invalid_json, "invalid_json"},
    {Rule::invalid_utf8, "invalid_utf8"},
    {Rule::invalid_number, "invalid_number"},
    {Rule::lone_surrogate, "lone_surrogate"},
    {Rule::nul_character, "nul_character"},
    {Rule::duplicate_key, "duplicate_key"},
    {Rule::too_deep, "too_deep"},
    {Rule::missing_field, "missing_field"},
    {Rule::wrong_type, "wrong_type"},
    {Rule::truncated_chain, "truncated_chain"},
    {Rule::transaction_too_large, "transaction_too_large"},
    {Rule::input_count, "input_count"},
    {Rule::output_count, "output_count"},
    {Rule::version, "version"},
    {Rule::lock_time, "lock_time"},
    {Rule::transaction_timestamp, "transaction_timestamp"},
    {Rule::input_tx_id, "input_tx_id"},
    {Rule::output_index, "output_index"},
    {Rule::tx_id, "tx_id"},
    {Rule::duplicate_input, "duplicate_input"},
    {Rule::missing_input, "missing_input"},
    {Rule::signature, "signature"},
    {Rule::wrong_owner, "wrong_owner"},
    {Rule::amount, "amount"},
    {Rule::overspent, "overspent"},
    {Rule::script_length, "script_length"},
    {Rule::recipient_address, "recipient_address"},
    {Rule::payee_address, "payee_address"},
    {Rule::unexpected_coinbase, "unexpected_coinbase"},
    {Rule::block_too_large, "block_too_large"},
    {Rule::transaction_count, "transaction_count"},
    {Rule::missing_coinbase, "missing_coinbase"},
    {Rule::second_coinbase, "second_coinbase"},
    {Rule::coinbase_signature, "coinbase_signature"},
    {Rule::block_index, "block_index"},
    {Rule::previous_hash, "previous_hash"},
    {Rule::nonce, "nonce"},
    {Rule::timestamp_too_old, "timestamp_too_old"},
    {Rule::timestamp_too_new, "timestamp_too_new"},
    {Rule::merkle_root, "merkle_root"},
    {Rule::merkle_duplicate, "merkle_duplicate"},
    {Rule::block_hash, "block_hash"},
    {Rule::miner_dialect, "miner_dialect"},
    {Rule::proof_of_work, "proof_of_work"},
    {Rule::difficulty, "difficulty"},
    {Rule::double_spend, "double_spend"},
    {Rule::duplicate_tx_id, "duplicate_tx_id"},
    {Rule::coinbase_value, "coinbase_value"},
    {Rule::genesis, "genesis"},
    {Rule::ruled_out, "ruled_out"},
});

constexpr bool is_in_order() {
    for (std::size_t i = 0; i < kRules.size(); ++i)
        if (static_cast<std::size_t>(kRules[i].rule) != i) return false;
    return kRules.back().rule == Rule::ruled_out;
}
static_assert(is_in_order(), "kRules lists every Rule once, in the order of the enumeration");

constexpr auto kAll = [] {
    std::array<Rule, kRules.size()> rules{};
    for (std::size_t i = 0; i < rules.size(); ++i) rules[i] = kRules[i].rule;
    return rules;
}();

}  // namespace

std::string_view rule_name(Rule rule) {
    const auto index = static_cast<std::size_t>(rule);
    CHAINCORE_CHECK(index < kRules.size());
    return kRules[index].name;
}

std::span<const Rule> all_rules() { return kAll; }

}  // namespace chaincore::chain
