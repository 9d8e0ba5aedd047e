// SPDX-License-Identifier: MIT
// What to fetch from whom, from what we have and what peers claim. Pure, any thread.
#pragma once

#include "chaincore/net/endpoint.hpp"
#include "chaincore/net/peer_status.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace chaincore::sync {

// What a peer says that it has. Nothing but a claim until its blocks are here.
struct Claim {
    net::Endpoint peer;
    net::Dialect dialect = net::Dialect::seed;
    std::uint64_t length = 0;
};

enum class FetchMethod : std::uint8_t {
    ranges,       // from where the chains part, in pieces
    whole_chain,  // one answer from block 0 on: all that the seed document's nodes and era A's have
};

struct SyncPlan {
    Claim claim;
    FetchMethod method = FetchMethod::whole_chain;
};

enum class Choice : std::uint8_t {
    longest,  // of equal claims the first
    first,    // above our length
};

// What to fetch next; claims come with the best peer first. None: there is nothing to fetch, equal length never
// replaces.
std::optional<SyncPlan> plan_sync(std::uint64_t our_length, const std::vector<Claim>& claims,
                                  Choice choice = Choice::longest);

}  // namespace chaincore::sync
