// SPDX-License-Identifier: MIT
// Hands out disjoint groups of nonces, so that searchers of one job never meet. Any thread.
#pragma once

#include "chaincore/miner/preimage_layout.hpp"

#include <atomic>
#include <cstdint>

namespace chaincore::miner {

// Many enough that the message schedule which they share costs next to nothing, few enough that a kernel call ends
// within some 50 microseconds (docs/performance.md, "The work"); and whole batches of every kernel, which hash 2, 16 or
// 48 nonces at a time. The highest nonces, fewer than a group, are left out.
inline constexpr std::uint32_t kGroupSize = 2016;
inline constexpr std::uint64_t kGroupCount = (kHighestNonce - kLowestNonce + 1) / kGroupSize;

class WorkSource {
public:
    // first_group is taken modulo kGroupCount. It should be random: two miners that begin with the same one search
    // the same nonces.
    explicit WorkSource(std::uint64_t first_group) : first_group_(first_group % kGroupCount) {}

    // The first nonce of a group that nobody else gets until all kGroupCount have been handed out.
    std::uint64_t next_group() { return next_groups(1); }

    // Of so many groups that follow one another. Those at the very end are left out where it comes amidst them.
    std::uint64_t next_groups(std::uint64_t count) {
        while (true) {
            const std::uint64_t taken = taken_.fetch_add(count, std::memory_order_relaxed);
            const std::uint64_t group = (first_group_ + taken) % kGroupCount;
            if (count <= kGroupCount - group) return kLowestNonce + group * kGroupSize;
        }
    }

private:
    const std::uint64_t first_group_;
    std::atomic<std::uint64_t> taken_ = 0;
};

}  // namespace chaincore::miner
