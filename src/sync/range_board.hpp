// SPDX-License-Identifier: MIT
// Who fetches which blocks of one stretch, and what has come: fetchers take ranges and deliver them in any order, one
// taker gets their blocks in order. Any thread, but for the taker's.
#pragma once

#include "chaincore/util/clock.hpp"
#include "sync/block_slices.hpp"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <vector>

namespace chaincore::sync {

// Heights, the last one included.
struct HeightRange {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
};

struct DeliveredRange {
    std::uint64_t first = 0;
    std::vector<SizedBlock> blocks;
    std::size_t fetcher = 0;  // its number
};

class RangeBoard {
public:
    // Until a range that everything waits for is asked of somebody else, too.
    static constexpr std::chrono::seconds kPatience{2};

    // Of the whole: which heights. fetchers: how many there are, each of which must leave(). clock must outlive it.
    RangeBoard(const HeightRange& whole, std::size_t fetchers, const util::Clock& clock);

    // What to fetch next, at most so many blocks. It waits while enough is on its way; none: nothing is left to do.
    std::optional<HeightRange> take(std::size_t fetcher, std::uint64_t most_blocks, const std::stop_token& stop);
    // What came of it, from its beginning on; what is missing is free for anybody.
    void deliver(const HeightRange& range, std::vector<SizedBlock> blocks, std::size_t fetcher);
    void leave();

    // The taker's: the next blocks; none: nobody is left who might bring them, or all have come.
    std::optional<DeliveredRange> next(const std::stop_token& stop);
    bool has_given_all() const;

private:
    using SteadyTime = std::chrono::steady_clock::time_point;
    struct Taken {
        std::uint64_t last = 0;
        std::size_t fetcher = 0;  // who took it last
        SteadyTime since;
    };

    std::optional<HeightRange> find_work(std::size_t fetcher, std::uint64_t most_blocks);
    std::optional<HeightRange> take_again(std::size_t fetcher);
    HeightRange start(const HeightRange& range, std::size_t fetcher);
    bool is_over() const { return next_wanted_ > last_; }

    const util::Clock& clock_;
    const std::uint64_t last_;
    const std::size_t most_open_;

    mutable std::mutex mutex_;
    std::condition_variable_any changed_;
    std::uint64_t next_new_;                           // never given out; guarded by mutex_, as all below
    std::uint64_t next_wanted_;                        // by the taker
    std::map<std::uint64_t, std::uint64_t> returned_;  // first to last
    std::map<std::uint64_t, Taken> taken_;             // by the first
    std::map<std::uint64_t, DeliveredRange> delivered_;
    std::size_t fetchers_;
};

}  // namespace chaincore::sync
