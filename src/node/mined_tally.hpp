// SPDX-License-Identifier: MIT
// What became of the blocks that were found since the start: counted, and told to the log.
#pragma once

#include "chaincore/chain/block.hpp"
#include "chaincore/state/outcome.hpp"
#include "chaincore/util/log.hpp"

#include <cstdint>
#include <mutex>
#include <string>

namespace chaincore::node {

struct MinedBlocks {
    std::uint64_t accepted = 0;
    std::uint64_t stale = 0;  // another one was first
    std::uint64_t refused = 0;
};

class MinedTally {
public:
    // log must outlive it.
    explicit MinedTally(util::Log& log) : log_(log) {}

    // worker: who has found it on another machine; empty: a device of our own. The loop's thread.
    void note(const state::Outcome& outcome, const chain::Block& block, const std::string& worker);
    // Any thread.
    MinedBlocks blocks() const;

private:
    void count(const state::Outcome& outcome);

    util::Log& log_;
    mutable std::mutex mutex_;
    MinedBlocks blocks_;  // guarded by mutex_
};

}  // namespace chaincore::node
