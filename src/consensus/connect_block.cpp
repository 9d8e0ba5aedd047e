// SPDX-License-Identifier: MIT
#include "chaincore/consensus/connect_block.hpp"

#include "chaincore/chain/amount.hpp"
#include "chaincore/chain/in_quotes.hpp"
#include "chaincore/consensus/check_spend.hpp"
#include "chaincore/util/check.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <vector>

namespace chaincore::consensus {
namespace {

using chain::Block;
using chain::BlockHeader;
using chain::reject;
using chain::Rejection;
using chain::Rule;
using chain::Transaction;
using chain::Verdict;

void make_coins(const Transaction& transaction, std::uint64_t height, std::vector<NamedCoin>& coins) {
    const auto tx_id = crypto::Hash256::from_hex(transaction.tx_id);
    if (!tx_id) return;  // mainline's genesis: its made-up id is no hash, and no input can name it
    std::uint32_t index = 0;
    for (const auto& output : transaction.outputs)
        coins.push_back({{*tx_id, index++}, {output.amount, output.recipient_address, height}});
}

// What the transactions of a block add up to while they are connected.
class Connection {
public:
    Connection(const BlockContext& context, const UtxoView& view, const SignatureCheck& check)
        : height_(context.height), view_(view), check_(check) {}

    Verdict add_outputs(const Transaction& transaction) {
        if (auto verdict = check_new_id(transaction, view_); !verdict) return verdict;
        make_coins(transaction, height_, connected_.diff.created);
        return {};
    }

    Verdict add(const Transaction& transaction) {
        auto spend = check_spend(transaction, view_);
        if (!spend) return fail(spend.error());
        if (auto verdict = check_signatures(transaction, spend->coins, next_check(spend->coins.size())); !verdict)
            return verdict;
        connected_.fees += spend->fee;
        tolerance_ += spend->tolerance;
        std::move(spend->coins.begin(), spend->coins.end(), std::back_inserter(connected_.diff.spent));
        return add_outputs(transaction);
    }

    // Peers' Pythons differ in the last bits of their sums.
    Verdict check_coinbase_value(const Block& block) const {
        double claimed = 0;
        for (const auto& output : block.transactions[0].outputs) claimed += output.amount.to_double();
        const double due = chain::kBlockReward + connected_.fees;
        const double tolerance = tolerance_ + static_cast<double>(block.transactions.size()) * chain::ulp(due);
        if (claimed <= due + tolerance) return {};
        return reject(Rule::coinbase_value,
                      "the coinbase pays out more than the reward and the fees, which make " + chain::sum_text(due));
    }

    ConnectedBlock take() { return std::move(connected_); }

private:
    // Of the next transaction, which has so many inputs.
    SignatureCheck next_check(std::size_t inputs) {
        if (check_.signers.empty()) return check_;
        CHAINCORE_CHECK(inputs <= check_.signers.size());
        SignatureCheck of_transaction = check_;
        of_transaction.signers = check_.signers.first(inputs);
        check_.signers = check_.signers.subspan(inputs);
        return of_transaction;
    }

    const std::uint64_t height_;
    const UtxoView& view_;
    SignatureCheck check_;  // of what is to come
    ConnectedBlock connected_;
    double tolerance_ = 0;
};

}  // namespace

Verdict check_place(const BlockHeader& header, const BlockContext& context) {
    if (header.height != chain::Number{context.height})
        return reject(Rule::block_index,
                      "index: found " + header.height.text() + ", expected " + std::to_string(context.height));
    if (header.previous_hash != context.previous_hash)
        return reject(Rule::previous_hash, "previous_hash: found " + chain::in_quotes(header.previous_hash) +
                                               ", expected " + chain::in_quotes(context.previous_hash));
    if (context.median_time && !(header.timestamp.to_double() > *context.median_time))
        return reject(Rule::timestamp_too_old, "timestamp: found " + header.timestamp.text() + ", expected more than " +
                                                   chain::Number{*context.median_time}.text() +
                                                   ", the median of the blocks before");
    return {};
}

Result<ConnectedBlock, Rejection> connect_block(const Block& block, const BlockContext& context, const UtxoView& view,
                                                const SignatureCheck& check) {
    if (auto verdict = check_place(block.header, context); !verdict) return fail(verdict.error());
    Connection connection(context, view, check);
    if (auto verdict = connection.add_outputs(block.transactions[0]); !verdict) return fail(verdict.error());
    for (std::size_t i = 1; i < block.transactions.size(); ++i)
        if (auto verdict = connection.add(block.transactions[i]); !verdict)
            return reject(verdict.error().rule, "transaction " + std::to_string(i) + ": " + verdict.error().message);
    if (auto verdict = connection.check_coinbase_value(block); !verdict) return fail(verdict.error());
    return connection.take();
}

}  // namespace chaincore::consensus
