// SPDX-License-Identifier: MIT
#include "state/block_context.hpp"

#include "chaincore/chain/difficulty.hpp"
#include "chaincore/chain/limits.hpp"
#include "chaincore/consensus/chain_work.hpp"
#include "chaincore/consensus/median_time.hpp"
#include "chaincore/crypto/sha256.hpp"
#include "chaincore/util/check.hpp"

#include <vector>

namespace chaincore::state {
namespace {

std::uint64_t difficulty_after(const chain::Block& block, const IndexedBlock* parent,
                               const chain::NetworkParams& params) {
    if (params.network == chain::Network::classic) return params.difficulty;
    std::vector<double> timestamps = last_timestamps(parent, chain::kAdjustmentInterval - 1);
    timestamps.push_back(block.header.timestamp.to_double());
    const std::uint64_t current = parent ? parent->record.next_difficulty : params.difficulty;
    return chain::next_mainline_difficulty(to_natural(block.header.height) + 1, timestamps, current);
}

}  // namespace

consensus::BlockContext context_after(const IndexedBlock* parent) {
    if (parent == nullptr) return {0, std::string(chain::kZeroHash), std::nullopt};
    return {parent->record.height + 1, parent->record.hash.to_hex(),
            consensus::median_time(last_timestamps(parent, chain::kMedianBlocks))};
}

storage::BlockRecord record_of(const chain::WrittenBlock& written, const IndexedBlock* parent,
                               const chain::NetworkParams& params) {
    const auto& [block, text] = written;
    storage::BlockRecord record;
    record.hash = to_hash(block.hash);
    record.previous_hash = to_hash(block.header.previous_hash);
    record.merkle_root = to_hash(block.header.merkle_root);
    record.height = to_natural(block.header.height);
    record.timestamp = block.header.timestamp;
    record.nonce = to_natural(block.header.nonce);
    record.target_difficulty = to_natural(block.header.target_difficulty);
    record.work = consensus::block_work(params, block.header) + (parent ? parent->record.work : consensus::ChainWork{});
    record.next_difficulty = difficulty_after(block, parent, params);
    record.size = text.size();
    record.cumulative_bytes = text.size() + (parent ? parent->record.cumulative_bytes : 0);
    record.transaction_count = block.transactions.size();
    record.miner = block.transactions[0].outputs[0].recipient_address;
    return record;
}

crypto::Hash256 text_digest(const chain::WrittenBlock& written) { return crypto::sha256(written.text); }

crypto::Hash256 to_hash(const std::string& text) {
    const auto hash = crypto::Hash256::from_hex(text);
    CHAINCORE_CHECK(hash);
    return *hash;
}

std::uint64_t to_natural(const chain::Number& number) {
    const auto natural = number.to_natural();
    CHAINCORE_CHECK(natural);
    return *natural;
}

}  // namespace chaincore::state
