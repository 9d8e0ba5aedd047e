// SPDX-License-Identifier: MIT
#include "worker/rig_search.hpp"

#include "chaincore/stratum/share_difficulty.hpp"

#include <algorithm>
#include <utility>

namespace chaincore::worker {

// The other nonces come first: what a device takes for the new job is one of them, and what it has taken for an old one
// is not submitted (judge).
void RigSearch::begin(RigJob job, Time now) {
    if (slice_ != job.slice) work_.move_to(draw_(), job.slice.nonces());
    slice_ = job.slice;
    if (job.voids_others) jobs_.clear();
    std::erase_if(jobs_, [&](const Held& held) { return now >= held.since + oldest_job_; });
    job.job.generation = ++generation_;
    jobs_.push_back({std::make_shared<const RigJob>(std::move(job)), now});
    is_resting_ = false;
    apply();
}

void RigSearch::rest() {
    is_resting_ = true;
    apply();
}

void RigSearch::drop() {
    jobs_.clear();
    apply();
}

void RigSearch::set_paused(bool is_paused) {
    if (std::exchange(is_paused_, is_paused) != is_paused) apply();
}

bool RigSearch::drop_old(Time now) {
    if (now < due()) return false;
    drop();
    return true;
}

void RigSearch::apply() {
    const bool is_searched = !jobs_.empty() && !is_resting_ && !is_paused_;
    searched_ = nullptr;
    if (is_searched) searched_ = {jobs_.back().job, &jobs_.back().job->job};
    devices_.set_job(searched_);
}

std::optional<Share> RigSearch::judge(const FoundHit& find) const {
    const auto held = std::find_if(jobs_.begin(), jobs_.end(), [&](const Held& candidate) {
        return candidate.job->job.generation == find.job->generation;
    });
    if (held == jobs_.end() || !held->job->slice.holds(find.hit.nonce)) return std::nullopt;
    const crypto::Hash256 hash = candidate_hash(*find.job, find.hit);
    const bool is_block = miner::begins_with_zeros(hash, held->job->zeros);
    if (!is_block && !stratum::is_share(hash, held->job->difficulty)) return std::nullopt;
    return Share{held->job, find.hit, hash, is_block};
}

}  // namespace chaincore::worker
