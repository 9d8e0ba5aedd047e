// SPDX-License-Identifier: MIT
#include "chaincore/state/vouched_blocks.hpp"

#include <algorithm>
#include <utility>

namespace chaincore::state {

using crypto::Hash256;

void VouchedBlocks::add(std::vector<Hash256> blocks) {
    const std::lock_guard lock(mutex_);
    forget_dropped();
    if (blocks_.empty())
        blocks_ = std::move(blocks);
    else
        blocks_.insert(blocks_.end(), blocks.begin(), blocks.end());
    std::sort(blocks_.begin(), blocks_.end());
    blocks_.erase(std::unique(blocks_.begin(), blocks_.end()), blocks_.end());
    is_dropped_.assign(blocks_.size(), false);
}

bool VouchedBlocks::contains(const Hash256& block) const {
    const std::lock_guard lock(mutex_);
    return position_of(block) < blocks_.size();
}

void VouchedBlocks::drop(std::span<const Hash256> blocks) {
    const std::lock_guard lock(mutex_);
    for (const Hash256& block : blocks) {
        const std::size_t position = position_of(block);
        if (position == blocks_.size()) continue;
        is_dropped_[position] = true;
        ++dropped_;
    }
    if (2 * dropped_ >= blocks_.size()) forget_dropped();
}

std::size_t VouchedBlocks::kept() const {
    const std::lock_guard lock(mutex_);
    return blocks_.size();
}

// blocks_.size() where it is not in here.
std::size_t VouchedBlocks::position_of(const Hash256& block) const {
    const auto at = std::lower_bound(blocks_.begin(), blocks_.end(), block);
    const auto position = static_cast<std::size_t>(at - blocks_.begin());
    return at != blocks_.end() && *at == block && !is_dropped_[position] ? position : blocks_.size();
}

void VouchedBlocks::forget_dropped() {
    if (dropped_ == 0) return;
    std::vector<Hash256> kept;
    kept.reserve(blocks_.size() - dropped_);
    for (std::size_t position = 0; position < blocks_.size(); ++position)
        if (!is_dropped_[position]) kept.push_back(blocks_[position]);
    blocks_ = std::move(kept);
    is_dropped_.assign(blocks_.size(), false);
    is_dropped_.shrink_to_fit();
    dropped_ = 0;
}

}  // namespace chaincore::state
