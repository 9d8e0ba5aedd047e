// SPDX-License-Identifier: MIT
#include "chaincore/mempool/template_builder.hpp"

#include "chaincore/chain/amount.hpp"
#include "chaincore/chain/coinbase.hpp"
#include "chaincore/chain/merkle.hpp"
#include "chaincore/util/check.hpp"

#include <chrono>
#include <vector>

namespace chaincore::mempool {
namespace {

chain::Number seconds(util::WallTime time) {
    return chain::Number{std::chrono::duration<double>(time.time_since_epoch()).count()};
}

// Later than the parent, whose clock may be ahead of ours.
chain::Number seconds_after(const chain::Number& parent, util::WallTime now) {
    constexpr double kJustAfter = 0.001;
    const chain::Number ours = seconds(now);
    return ours.to_double() > parent.to_double() ? ours : chain::Number{parent.to_double() + kJustAfter};
}

// The header fits the transactions.
void fill_header(chain::Block& block, std::uint64_t height, const std::string& previous_hash,
                 std::uint64_t target_difficulty, const chain::Number& timestamp) {
    std::vector<std::string> ids;
    for (const auto& transaction : block.transactions) ids.push_back(transaction.tx_id);
    block.header.height = chain::Number{height};
    block.header.previous_hash = previous_hash;
    block.header.merkle_root = chain::merkle_root(std::move(ids)).root;
    block.header.timestamp = timestamp;
    block.header.target_difficulty = chain::Number{target_difficulty};
}

}  // namespace

Template make_template(const Selection& selection, const std::string& miner_address, util::WallTime now) {
    CHAINCORE_CHECK(selection.tip != nullptr);
    const consensus::BlockContext& next = selection.tip->next;
    Template made;
    // In the order of the block: consensus adds them up the same way.
    for (const PooledTransaction& pooled : selection.transactions) made.fees += pooled.fee;
    const chain::Number value{chain::kBlockReward + made.fees};
    made.block.transactions.push_back(chain::make_coinbase(next.height, miner_address, value, seconds(now)));
    for (const PooledTransaction& pooled : selection.transactions)
        made.block.transactions.push_back(*pooled.transaction);
    fill_header(made.block, next.height, next.previous_hash, selection.tip->block.next_difficulty,
                seconds_after(selection.tip->block.timestamp, now));
    return made;
}

chain::Block make_genesis_template(std::uint64_t target_difficulty, util::WallTime now) {
    chain::Block block;
    block.transactions = {chain::make_coinbase(0, "genesis", chain::Number{chain::kBlockReward}, seconds(now))};
    fill_header(block, 0, std::string(chain::kZeroHash), target_difficulty, seconds(now));
    return block;
}

}  // namespace chaincore::mempool
