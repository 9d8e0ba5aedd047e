// SPDX-License-Identifier: MIT
#include "chaincore/state/orphan_pool.hpp"

#include <algorithm>

namespace chaincore::state {

using chain::SharedBlock;

void OrphanPool::add(const SharedBlock& block) {
    const auto is_same = [&](const SharedBlock& orphan) { return orphan->block.hash == block->block.hash; };
    // The other one may be a copy that somebody has tampered with: its hash does not cover signatures. The later stays.
    const auto same = std::find_if(orphans_.begin(), orphans_.end(), is_same);
    if (same != orphans_.end()) {
        bytes_ -= (*same)->text.size();
        orphans_.erase(same);
    }
    bytes_ += block->text.size();
    orphans_.push_back(block);
    ++version_;
    while (orphans_.size() > kMaxBlocks || bytes_ > kMaxBytes) {
        bytes_ -= orphans_.front()->text.size();
        orphans_.pop_front();
    }
}

std::vector<SharedBlock> OrphanPool::take_children(const std::string& parent_hash) {
    std::vector<SharedBlock> children;
    for (auto at = orphans_.begin(); at != orphans_.end();) {
        if ((*at)->block.header.previous_hash != parent_hash) {
            ++at;
            continue;
        }
        bytes_ -= (*at)->text.size();
        children.push_back(*at);
        at = orphans_.erase(at);
        ++version_;
    }
    return children;
}

std::vector<std::shared_ptr<const chain::Block>> OrphanPool::all() const {
    std::vector<std::shared_ptr<const chain::Block>> blocks;
    for (const SharedBlock& orphan : orphans_) blocks.emplace_back(orphan, &orphan->block);
    return blocks;
}

}  // namespace chaincore::state
