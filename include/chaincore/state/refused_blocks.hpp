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

    static constexpr std::size_t kMaxEntries = 1000;
    // How often the chain turns back from spoiled copies of one block before it lets that block wait for a while.
    static constexpr std::size_t kMostTurns = 8;
    static constexpr std::chrono::seconds kPause{60};

    // Why this block is refused without another look; none: look at it. text: the digest of its canonical JSON. A
    // block's hash does not cover signatures: where they were to blame, only that very text is refused.
    std::optional<chain::Rejection> find(const crypto::Hash256& hash, const crypto::Hash256& text) const;
    // The same of a block of which only the hash is known.
    std::optional<chain::Rejection> find(const crypto::Hash256& hash) const;
    bool is_empty() const { return refusals_.empty(); }
    void add(const crypto::Hash256& hash, const crypto::Hash256& text, const chain::Rejection& rejection);

    // The chain went far towards a block of that hash, and back.
    void note_turn(const crypto::Hash256& hash, Time now);
    bool must_wait(const crypto::Hash256& hash, Time now) const;

private:
    struct Turns {
        std::size_t count = 0;
        Time until;
    };

    // By hash, or by text; the oldest leave.
    std::unordered_map<crypto::Hash256, chain::Rejection> refusals_;
    std::deque<crypto::Hash256> order_;
    std::unordered_map<crypto::Hash256, Turns> turns_;
};

}  // namespace chaincore::state
