// SPDX-License-Identifier: MIT
// What the node has its workers search: one block, which each worker's job turns into one that pays him. Never changes
// once it is made. Any thread.
#pragma once

#include "chaincore/chain/block.hpp"
#include "chaincore/miner/search_window.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace chaincore::stratum {

struct Work {
    std::uint64_t generation = 0;  // a later work has a higher one
    // Without nonce and hash; its first transaction is a coinbase, whomever it pays. Its header fits what
    // miner::PreimageLayout demands.
    std::shared_ptr<const chain::Block> block;
    miner::SearchWindow window;  // not empty
    bool voids_others = false;   // what was searched before is worth nothing any more, whatever its parent
};

// What a worker has found: its hash has the zeros that its header demands.
struct FoundBlock {
    chain::BlockHeader header;
    std::function<chain::Block()> make;  // the whole block: a copy of the work's, which takes its time. Any thread
    std::uint64_t generation = 0;        // of the work that it was made of
    std::string worker;                  // who found it
};

}  // namespace chaincore::stratum
