// SPDX-License-Identifier: MIT
#include "node/reorg_log.hpp"

#include "node/peer_details.hpp"

#include <utility>

namespace chaincore::node {
namespace {

api::ChainPoint point_of(const state::Tip* tip) {
    if (tip == nullptr) return {};
    return {tip->block.height, tip->block.hash.to_hex()};
}

}  // namespace

ReorgLog::ReorgLog(const state::Tip* tip, const util::Clock& clock) : clock_(clock), tip_(point_of(tip)) {}

void ReorgLog::note(const state::ChainChange& change) {
    const std::lock_guard lock(mutex_);
    api::ChainPoint old_tip = std::exchange(tip_, point_of(change.tip.get()));
    if (!change.is_reorg()) return;
    last_.push_front({seconds_since_epoch(clock_.wall_now()), change.disconnected, change.connected_blocks,
                      std::move(old_tip), tip_, change.has_new_genesis});
    if (last_.size() > kMost) last_.pop_back();
}

std::vector<api::ReorgReport> ReorgLog::last() const {
    const std::lock_guard lock(mutex_);
    return {last_.begin(), last_.end()};
}

}  // namespace chaincore::node
