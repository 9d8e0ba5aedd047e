// SPDX-License-Identifier: MIT
#include "state/audit_fault.hpp"

#include "chaincore/chain/in_quotes.hpp"

#include <utility>
#include <vector>

namespace chaincore::state {
namespace {

using storage::BlockRecord;

std::vector<std::pair<const char*, std::string>> fields_of(const BlockRecord& record) {
    return {{"previous_hash", record.previous_hash.to_hex()},
            {"merkle_root", record.merkle_root.to_hex()},
            {"height", std::to_string(record.height)},
            {"timestamp", record.timestamp.text()},
            {"nonce", std::to_string(record.nonce)},
            {"target_difficulty", std::to_string(record.target_difficulty)},
            {"work", to_hex(record.work)},
            {"next_difficulty", std::to_string(record.next_difficulty)},
            {"size", std::to_string(record.size)},
            {"cumulative_bytes", std::to_string(record.cumulative_bytes)},
            {"transaction_count", std::to_string(record.transaction_count)},
            {"miner", chain::in_quotes(record.miner)}};
}

Error in_column(std::string_view column, const std::string& record, const std::string& what) {
    return {"in the column " + std::string(column) + " " + record + " " + what};
}

}  // namespace

Error wrong(std::string_view column, const std::string& record, const std::string& what) {
    return in_column(column, record, what);
}

Error missing(std::string_view column, const std::string& record) { return in_column(column, record, "is missing"); }

Error too_much(std::string_view column, const std::string& record) {
    return in_column(column, record, "is there, though no block makes it");
}

Error broken_rule(const std::string& block, const chain::Rejection& rejection) {
    return {block + " breaks the rule " + std::string(rule_name(rejection.rule)) + ": " + rejection.message};
}

std::string name_of_block(std::uint64_t height, const crypto::Hash256& hash) {
    return "block " + std::to_string(height) + " (" + hash.to_hex() + ")";
}

std::string name_of_transaction(const crypto::Hash256& tx_id, std::uint64_t height) {
    return "transaction " + tx_id.to_hex() + " of block " + std::to_string(height);
}

std::string name_of_coin(const consensus::OutPoint& out_point) {
    return "coin " + out_point.tx_id.to_hex() + ":" + std::to_string(out_point.index);
}

std::string name_of_history(std::string_view address, const storage::TransactionPlace& place) {
    return "the history of " + chain::in_quotes(address) + " at transaction " + std::to_string(place.position) +
           " of height " + std::to_string(place.height);
}

std::string describe_coins(std::uint64_t count, const crypto::Hash256& digest) {
    return std::to_string(count) + " coins with the digest " + digest.to_hex();
}

std::string difference(const BlockRecord& stored, const BlockRecord& made) {
    const auto found = fields_of(stored);
    const auto expected = fields_of(made);
    for (std::size_t i = 0; i < found.size(); ++i)
        if (found[i] != expected[i])
            return std::string("has as ") + found[i].first + " " + found[i].second + ", the block makes " +
                   expected[i].second;
    return "has a number of another kind than the block";
}

}  // namespace chaincore::state
