// SPDX-License-Identifier: MIT
#include "chaincore/consensus/chain_replay.hpp"

#include "chaincore/chain/difficulty.hpp"
#include "chaincore/chain/limits.hpp"
#include "chaincore/consensus/check_block.hpp"
#include "chaincore/consensus/median_time.hpp"

#include <algorithm>
#include <vector>

namespace chaincore::consensus {

using chain::Block;
using chain::Verdict;

ChainReplay::ChainReplay(const chain::NetworkParams& params)
    : params_(params), difficulty_(params.difficulty), tip_hash_(chain::kZeroHash) {}

Verdict ChainReplay::append(const Block& block) {
    if (auto verdict = check_block(block, params_); !verdict) return verdict;
    const auto connected = connect_block(block, next_context(), coins_);
    if (!connected) return fail(connected.error());
    coins_.apply(connected->diff);
    remember(block);
    return {};
}

BlockContext ChainReplay::next_context() const {
    const std::vector<double> timestamps(last_timestamps_.begin(), last_timestamps_.end());
    return {length_, tip_hash_, median_time(timestamps)};
}

void ChainReplay::remember(const Block& block) {
    ++length_;
    tip_ = block.header;
    tip_hash_ = block.hash;
    last_timestamps_.push_back(block.header.timestamp.to_double());
    if (last_timestamps_.size() > chain::kMedianBlocks) last_timestamps_.pop_front();
    if (params_.network != chain::Network::mainline) return;
    const auto count = std::min<std::size_t>(last_timestamps_.size(), chain::kAdjustmentInterval);
    const std::vector<double> last(last_timestamps_.end() - static_cast<std::ptrdiff_t>(count), last_timestamps_.end());
    difficulty_ = chain::next_mainline_difficulty(length_, last, difficulty_);
}

}  // namespace chaincore::consensus
