// SPDX-License-Identifier: MIT
// What becomes of a block that was handed in (docs/rules.md, "What is answered"). Plain values.
#pragma once

#include "chaincore/chain/rejection.hpp"
#include "chaincore/crypto/hash256.hpp"
#include "chaincore/util/result.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>

namespace chaincore::state {

enum class BlockOrigin : std::uint8_t {
    miner,  // it is of use on top of our tip only
    peer,   // pushed by one: the others may not have it yet
    sync,   // fetched by us: everybody else has it
};
inline constexpr std::size_t kBlockOrigins = 3;

struct Accepted {
    crypto::Hash256 hash;
    std::uint64_t chain_length = 0;  // of the best chain
    bool is_duplicate = false;
    bool is_on_best_chain = true;
};

// A miner's block that another one has overtaken, or a pushed one of a side branch of which no more are taken
// (PushedSideBlocks).
struct Stale {
    enum class Reason : std::uint8_t { wrong_parent, wrong_height, side_branch };
    Reason reason = Reason::wrong_parent;
    std::string message;
    std::uint64_t chain_length = 0;
};

// We do not have its parent: these heights are missing at least.
struct MissingBlocks {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
};

// Too many blocks are waiting, or the node is stopping.
struct Busy {};

// The last one: the store has failed, nothing is accepted any more.
using Outcome = std::variant<Accepted, chain::Rejection, Stale, MissingBlocks, Busy, Error>;

}  // namespace chaincore::state
