// SPDX-License-Identifier: MIT
// Hands out disjoint groups of nonces, so that searchers of one job never meet. Any thread.
#pragma once

#include "chaincore/miner/preimage_layout.hpp"

#include <cstdint>
#include <mutex>

namespace chaincore::miner {

// Many enough that the message schedule which they share costs next to nothing, few enough that a kernel call ends
// within some 50 microseconds (docs/performance.md, "The work"); and whole batches of every kernel, which hash 2, 16 or
// 48 nonces at a time.
inline constexpr std::uint32_t kGroupSize = 2016;

// The nonces first..last, both included.
struct NonceRange {
    std::uint64_t first = kLowestNonce;
    std::uint64_t last = kHighestNonce;

    // The highest nonces, fewer than a group, are left out.
    constexpr std::uint64_t groups() const { return (last - first + 1) / kGroupSize; }
    bool operator==(const NonceRange&) const = default;
};

// Of all nonces.
inline constexpr std::uint64_t kGroupCount = NonceRange{}.groups();

class WorkSource {
public:
    // first_group is taken modulo the number of groups. It should be random: two miners that begin with the same one
    // search the same nonces, where each has all of them. The range must hold a group.
    explicit WorkSource(std::uint64_t first_group, NonceRange range = {})
        : range_(range), first_group_(first_group % range.groups()) {}

    // What is handed out from now on is of this range. As at the beginning: none of what was handed out before counts.
    void move_to(std::uint64_t first_group, NonceRange range) {
        const std::lock_guard lock(mutex_);
        range_ = range;
        first_group_ = first_group % range.groups();
        taken_ = 0;
    }

    // The first nonce of a group that nobody else gets until all of them have been handed out.
    std::uint64_t next_group() { return next_groups(1); }

    // Of so many groups that follow one another, few of those that the range has. Those at the very end are left out
    // where it comes amidst them.
    std::uint64_t next_groups(std::uint64_t count) {
        const std::lock_guard lock(mutex_);
        const std::uint64_t groups = range_.groups();
        while (true) {
            const std::uint64_t group = (first_group_ + taken_) % groups;
            taken_ += count;
            if (count <= groups - group) return range_.first + group * kGroupSize;
        }
    }

private:
    // A searcher takes it once for all fractions of a window, mostly 900,000 kernel calls.
    std::mutex mutex_;
    NonceRange range_;           // guarded by mutex_, as what follows
    std::uint64_t first_group_;  // below the number of groups
    std::uint64_t taken_ = 0;
};

}  // namespace chaincore::miner
