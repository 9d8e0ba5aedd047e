// SPDX-License-Identifier: MIT
// Hands fetched blocks to the chain thread with many on their way at once: while one is connected, the next ones are
// read and checked. Who feeds waits when too many are on their way, and so does the peer that sends. One thread.
#pragma once

#include "chaincore/chain/block.hpp"
#include "chaincore/chain/rejection.hpp"
#include "chaincore/chain/written_block.hpp"
#include "chaincore/state/chain_thread.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <future>
#include <optional>
#include <stop_token>
#include <variant>

namespace chaincore::sync {

// A block broke a rule.
struct BlockRefused {
    std::uint64_t height = 0;
    chain::Rejection rejection;
};
// Nobody knows the block before it.
struct BlockUnconnected {
    std::uint64_t height = 0;
};
// Our own node cannot take it now: too busy, stopping, or its store has failed.
struct NodeBusy {};
using FeedFault = std::variant<BlockRefused, BlockUnconnected, NodeBusy>;

class BlockFeed {
public:
    // Half of the chain thread's queue: others hand in blocks meanwhile.
    static constexpr std::size_t kMostOnTheirWay = state::ChainThread::kQueueLimit / 2;
    // docs/protocol.md, "Fetching chains": of one feed, and of all that feed at once.
    static constexpr std::size_t kMostBytesAhead = std::size_t{16} << 20;
    static constexpr std::size_t kMostBytesOfAll = 2 * kMostBytesAhead;

    // chain must outlive it, and so must feeds. stop: ends all waiting soon; the node is busy then. feeds: how many
    // there are just now; they share what may be on its way. None: it is the only one.
    explicit BlockFeed(state::ChainThread& chain, std::stop_token stop = {},
                       const std::atomic<std::size_t>* feeds = nullptr)
        : chain_(chain), stop_(std::move(stop)), feeds_(feeds) {}

    // height: where the block stands in the list that it came in. bytes: of its text. What it returns may concern an
    // earlier block. The first fault is the last: nothing is taken after it, and it is what all later calls return.
    std::optional<FeedFault> add(chain::SharedBlock block, std::uint64_t height, std::size_t bytes);
    // Waits for all that is on its way, and until it is on disk.
    std::optional<FeedFault> finish();

    // How many were accepted and new.
    std::uint64_t accepted() const { return accepted_; }
    std::size_t accepted_bytes() const { return accepted_bytes_; }

private:
    struct OnItsWay {
        std::future<state::Outcome> outcome;
        std::uint64_t height = 0;
        std::size_t bytes = 0;
    };

    bool has_room_for(std::size_t bytes) const;
    void take_oldest();
    void take_all();
    bool wait_for(const std::future<state::Outcome>& outcome) const;

    state::ChainThread& chain_;
    const std::stop_token stop_;
    const std::atomic<std::size_t>* const feeds_;
    std::deque<OnItsWay> on_their_way_;
    std::size_t bytes_ = 0;
    std::uint64_t accepted_ = 0;
    std::size_t accepted_bytes_ = 0;
    std::optional<FeedFault> fault_;
};

}  // namespace chaincore::sync
