// SPDX-License-Identifier: MIT
#include "chaincore/state/refused_blocks.hpp"

namespace chaincore::state {
namespace {

// Could another block of the same hash pass?
bool depends_on_signatures(chain::Rule rule) {
    return rule == chain::Rule::signature || rule == chain::Rule::wrong_owner;
}

}  // namespace

std::optional<chain::Rejection> RefusedBlocks::find(const crypto::Hash256& hash, Time now) const {
    const auto at = entries_.find(hash);
    if (at == entries_.end() || now >= at->second.until) return std::nullopt;
    return at->second.rejection;
}

void RefusedBlocks::add(const crypto::Hash256& hash, const chain::Rejection& rejection, Time now) {
    const auto [at, is_new] = entries_.try_emplace(hash, Entry{rejection, 0, now});
    if (is_new) order_.push_back(hash);
    Entry& entry = at->second;
    entry.rejection = rejection;
    if (!depends_on_signatures(rejection.rule)) {
        entry.until = Time::max();
    } else if (++entry.copies >= kMostCopies) {
        entry.copies = 0;
        entry.until = now + kPause;
    }
    if (order_.size() <= kMaxBlocks) return;
    entries_.erase(order_.front());
    order_.pop_front();
}

}  // namespace chaincore::state
