// SPDX-License-Identifier: MIT
#include "sync/refused_chains.hpp"

#include <algorithm>

namespace chaincore::sync {
namespace {

constexpr std::chrono::minutes kWarningPeriod{10};

bool are_alike(const RefusedChain& one, const RefusedChain& other) {
    return one.peer == other.peer || (one.height == other.height && one.rejection.rule == other.rejection.rule);
}

}  // namespace

bool RefusedChains::note(const RefusedChain& chain) {
    const auto now = clock_.steady_now();
    const std::lock_guard lock(mutex_);
    const bool is_known =
        std::any_of(chains_.begin(), chains_.end(), [&](const auto& entry) { return are_alike(entry.second, chain); });
    chains_[chain.peer.url()] = chain;
    if (is_known || (warned_at_ && now - *warned_at_ < kWarningPeriod)) return false;
    warned_at_ = now;
    return true;
}

void RefusedChains::forget_if(const std::function<bool(const RefusedChain& chain)>& is_outdated) {
    const std::lock_guard lock(mutex_);
    std::erase_if(chains_, [&](const auto& entry) { return is_outdated(entry.second); });
}

std::optional<RefusedChain> RefusedChains::longest() const {
    const std::lock_guard lock(mutex_);
    const auto found = std::max_element(chains_.begin(), chains_.end(), [](const auto& one, const auto& other) {
        return one.second.length < other.second.length;
    });
    if (found == chains_.end()) return std::nullopt;
    return found->second;
}

bool RefusedChains::contains(const net::Endpoint& peer) const {
    const std::lock_guard lock(mutex_);
    return chains_.contains(peer.url());
}

}  // namespace chaincore::sync
