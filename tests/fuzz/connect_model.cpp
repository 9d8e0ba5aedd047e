// SPDX-License-Identifier: MIT
#include "fuzz/connect_model.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace chaincore::fuzz {
namespace {

using chain::Block;
using chain::Rule;
using chain::Transaction;
using Rules = std::set<Rule>;

constexpr double kReward = 50.0;
constexpr std::size_t kMedianBlocks = 11;

// Of a double from 0 on, downwards where there is none above.
double ulp(double value) {
    const auto bits = std::bit_cast<std::uint64_t>(value);
    const double next = std::bit_cast<double>(bits + 1);
    return std::isfinite(next) ? next - value : value - std::bit_cast<double>(bits - 1);
}

bool is_too_old(double timestamp, std::vector<double> timestamps) {
    if (timestamps.empty()) return false;
    if (timestamps.size() > kMedianBlocks) timestamps.erase(timestamps.begin(), timestamps.end() - kMedianBlocks);
    std::sort(timestamps.begin(), timestamps.end());
    return timestamp <= timestamps[timestamps.size() / 2];
}

bool has_unspent_output(const std::string& tx_id, const ModelCoins& coins) {
    return std::any_of(coins.begin(), coins.end(), [&](const auto& coin) { return coin.first.first == tx_id; });
}

// What a transaction adds to the sums of its block.
struct Sums {
    double fee = 0;
    double tolerance = 0;
};

Rules judge_values(const Transaction& transaction, const ModelCoins& coins, Sums& sums) {
    double in = 0;
    double out = 0;
    for (const auto& input : transaction.inputs) {
        const auto coin = coins.find({input.tx_id, *input.output_index.to_natural()});
        if (coin == coins.end()) return {Rule::missing_input};
        in += coin->second.amount.to_double();
    }
    for (const auto& output : transaction.outputs) out += output.amount.to_double();
    if (!std::isfinite(in)) return {Rule::overspent};
    sums.tolerance = static_cast<double>(transaction.inputs.size() + transaction.outputs.size()) * ulp(in);
    if (out > in + sums.tolerance) return {Rule::overspent};
    sums.fee = out < in ? in - out : 0;
    return {};
}

Rules judge_signatures(const Transaction& transaction, const ModelCoins& coins,
                       const std::vector<SignatureFact>& signatures) {
    for (std::size_t i = 0; i < transaction.inputs.size(); ++i) {
        const auto& input = transaction.inputs[i];
        const std::string& owner = coins.at({input.tx_id, *input.output_index.to_natural()}).owner;
        Rules broken;
        if (!signatures[i].is_valid) broken.insert(Rule::signature);
        if (signatures[i].signer && *signatures[i].signer != owner) broken.insert(Rule::wrong_owner);
        if (!broken.empty()) return broken;
    }
    return {};
}

Rules judge_payment(const Transaction& transaction, const ModelCoins& coins,
                    const std::vector<SignatureFact>& signatures, Sums& sums) {
    if (auto broken = judge_values(transaction, coins, sums); !broken.empty()) return broken;
    if (auto broken = judge_signatures(transaction, coins, signatures); !broken.empty()) return broken;
    if (has_unspent_output(transaction.tx_id, coins)) return {Rule::duplicate_tx_id};
    return {};
}

bool is_coinbase_too_high(const Block& block, double fees, double tolerance) {
    double claimed = 0;
    for (const auto& output : block.transactions[0].outputs) claimed += output.amount.to_double();
    const double due = kReward + fees;
    if (!std::isfinite(due)) return true;
    return claimed > due + (tolerance + static_cast<double>(block.transactions.size()) * ulp(due));
}

ModelChain extended(ModelChain chain, const Block& block) {
    for (std::size_t i = 1; i < block.transactions.size(); ++i)
        for (const auto& input : block.transactions[i].inputs)
            chain.coins.erase({input.tx_id, *input.output_index.to_natural()});
    for (const auto& transaction : block.transactions)
        for (std::size_t i = 0; i < transaction.outputs.size(); ++i)
            chain.coins[{transaction.tx_id, i}] = {transaction.outputs[i].amount,
                                                   transaction.outputs[i].recipient_address, chain.height};
    ++chain.height;
    chain.tip_hash = block.hash;
    chain.timestamps.push_back(block.header.timestamp.to_double());
    return chain;
}

}  // namespace

ModelVerdict judge_by_model(const Block& block, const ModelChain& chain, const SignatureFacts& signatures) {
    if (block.header.height.text() != std::to_string(chain.height)) return {{Rule::block_index}, 0, {}};
    if (block.header.previous_hash != chain.tip_hash) return {{Rule::previous_hash}, 0, {}};
    if (is_too_old(block.header.timestamp.to_double(), chain.timestamps)) return {{Rule::timestamp_too_old}, 0, {}};
    if (has_unspent_output(block.transactions[0].tx_id, chain.coins)) return {{Rule::duplicate_tx_id}, 0, {}};
    double fees = 0;
    double tolerance = 0;
    for (std::size_t i = 1; i < block.transactions.size(); ++i) {
        Sums sums;
        auto broken = judge_payment(block.transactions[i], chain.coins, signatures[i], sums);
        if (!broken.empty()) return {std::move(broken), 0, {}};
        fees += sums.fee;
        tolerance += sums.tolerance;
    }
    if (is_coinbase_too_high(block, fees, tolerance)) return {{Rule::coinbase_value}, 0, {}};
    return {{}, fees, extended(chain, block)};
}

}  // namespace chaincore::fuzz
