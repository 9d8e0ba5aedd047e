// SPDX-License-Identifier: MIT
// Blocks that were refused by a rule that needs the chain, so that sending one again costs us next to nothing. One
// thread.
#pragma once

#include "chaincore/chain/rejection.hpp"
#include "chaincore/crypto/hash256.hpp"

#include <chrono>
#include <cstddef>
#include <deque>
#include <optional>
#include <unordered_map>

namespace chaincore::state {

class RefusedBlocks {
public:
    using Time = std::chrono::steady_clock::time_point;

    static constexpr std::size_t kMaxBlocks = 1000;
    // A hash does not cover signatures: behind a copy that somebody has spoiled an honest one may come. So many copies
    // are looked at, then none for a while.
    static constexpr std::size_t kMostCopies = 8;
    static constexpr std::chrono::seconds kPause{60};

    // Why a block of that hash is refused without another look; none: look at it.
    std::optional<chain::Rejection> find(const crypto::Hash256& hash, Time now) const;

    void add(const crypto::Hash256& hash, const chain::Rejection& rejection, Time now);

private:
    struct Entry {
        chain::Rejection rejection;
        std::size_t copies = 0;
        Time until;
    };

    std::unordered_map<crypto::Hash256, Entry> entries_;
    std::deque<crypto::Hash256> order_;  // of arrival; the oldest leave
};

}  // namespace chaincore::state
