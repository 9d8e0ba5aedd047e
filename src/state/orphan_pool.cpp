// SPDX-License-Identifier: MIT
#include "chaincore/state/orphan_pool.hpp"

#include <algorithm>

namespace chaincore::state {

void OrphanPool::add(chain::Block block, std::size_t size) {
    const auto is_same = [&](const Orphan& orphan) { return orphan.block->hash == block.hash; };
    // The other one may be a copy that somebody has tampered with: its hash does not cover signatures. The later stays.
    const auto same = std::find_if(orphans_.begin(), orphans_.end(), is_same);
    if (same != orphans_.end()) {
        bytes_ -= same->size;
        orphans_.erase(same);
    }
    bytes_ += size;
    orphans_.push_back({std::make_shared<const chain::Block>(std::move(block)), size});
    ++version_;
    while (orphans_.size() > kMaxBlocks || bytes_ > kMaxBytes) {
        bytes_ -= orphans_.front().size;
        orphans_.pop_front();
    }
}

std::vector<chain::Block> OrphanPool::take_children(const std::string& parent_hash) {
    std::vector<chain::Block> children;
    for (auto at = orphans_.begin(); at != orphans_.end();) {
        if (at->block->header.previous_hash != parent_hash) {
            ++at;
            continue;
        }
        bytes_ -= at->size;
        children.push_back(*at->block);
        at = orphans_.erase(at);
        ++version_;
    }
    return children;
}

std::vector<std::shared_ptr<const chain::Block>> OrphanPool::all() const {
    std::vector<std::shared_ptr<const chain::Block>> blocks;
    for (const Orphan& orphan : orphans_) blocks.push_back(orphan.block);
    return blocks;
}

}  // namespace chaincore::state
