// SPDX-License-Identifier: MIT
#include "chaincore/state/vouched_blocks.hpp"

namespace chaincore::state {

void VouchedBlocks::add(const std::vector<crypto::Hash256>& blocks) {
    const std::lock_guard lock(mutex_);
    blocks_.insert(blocks.begin(), blocks.end());
}

bool VouchedBlocks::contains(const crypto::Hash256& block) const {
    const std::lock_guard lock(mutex_);
    return blocks_.contains(block);
}

std::size_t VouchedBlocks::size() const {
    const std::lock_guard lock(mutex_);
    return blocks_.size();
}

void VouchedBlocks::drop(std::span<const crypto::Hash256> blocks) {
    const std::lock_guard lock(mutex_);
    for (const crypto::Hash256& block : blocks) blocks_.erase(block);
}

}  // namespace chaincore::state
