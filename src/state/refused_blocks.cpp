// SPDX-License-Identifier: MIT
#include "chaincore/state/refused_blocks.hpp"

namespace chaincore::state {
namespace {

// Could another block of the same hash pass?
bool depends_on_signatures(chain::Rule rule) {
    return rule == chain::Rule::signature || rule == chain::Rule::wrong_owner;
}

}  // namespace

std::optional<chain::Rejection> RefusedBlocks::find(const crypto::Hash256& hash, const crypto::Hash256& text) const {
    auto refusal = find(hash);
    return refusal ? refusal : find(text);
}

std::optional<chain::Rejection> RefusedBlocks::find(const crypto::Hash256& hash) const {
    const auto at = refusals_.find(hash);
    if (at == refusals_.end()) return std::nullopt;
    return at->second;
}

void RefusedBlocks::add(const crypto::Hash256& hash, const crypto::Hash256& text, const chain::Rejection& rejection) {
    const crypto::Hash256& key = depends_on_signatures(rejection.rule) ? text : hash;
    if (refusals_.insert_or_assign(key, rejection).second) order_.push_back(key);
    if (order_.size() <= kMaxEntries) return;
    refusals_.erase(order_.front());
    order_.pop_front();
}

void RefusedBlocks::note_turn(const crypto::Hash256& hash, Time now) {
    if (turns_.size() >= kMaxEntries) turns_.clear();
    Turns& turns = turns_[hash];
    if (++turns.count < kMostTurns) return;
    turns = {0, now + kPause};
}

bool RefusedBlocks::must_wait(const crypto::Hash256& hash, Time now) const {
    const auto at = turns_.find(hash);
    return at != turns_.end() && now < at->second.until;
}

}  // namespace chaincore::state
