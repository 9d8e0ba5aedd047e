// SPDX-License-Identifier: MIT
// The chains that peers follow and our rules refuse, and when one is worth a warning. Any thread.
#pragma once

#include "chaincore/sync/sync_manager.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace chaincore::sync {

class RefusedChains {
public:
    // clock must outlive it.
    explicit RefusedChains(const util::Clock& clock) : clock_(clock) {}

    // True: somebody should look. One warning for one chain, however many peers follow it and however often it is met;
    // and not many in a row, since strangers make chains at will.
    bool note(const RefusedChain& chain);
    void forget_if(const std::function<bool(const RefusedChain& chain)>& is_outdated);

    std::optional<RefusedChain> longest() const;
    bool contains(const net::Endpoint& peer) const;

private:
    const util::Clock& clock_;
    mutable std::mutex mutex_;
    std::map<std::string, RefusedChain> chains_;  // by the peer's URL; guarded by mutex_, as all below
    std::optional<std::chrono::steady_clock::time_point> warned_at_;
};

}  // namespace chaincore::sync
