// SPDX-License-Identifier: MIT
// What to fetch from whom, from what we have and what peers claim. Pure, any thread.
#pragma once

#include "chaincore/net/endpoint.hpp"
#include "chaincore/net/peer_status.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace chaincore::sync {

// What a peer says that it has. Nothing but a claim until its blocks are here.
struct Claim {
    net::Endpoint peer;
    net::Dialect dialect = net::Dialect::seed;
    std::uint64_t length = 0;
    std::string work = {};  // 32 hex digits; empty: it does not say
    // The hash of its last block, where it says nothing of work, claims no more than we have, and we lack that block:
    // its headers tell what it is worth.
    std::string unweighed_tip = {};
};

// What we have.
struct OwnChain {
    std::uint64_t length = 0;
    std::string work = {};  // 32 hex digits; empty before the genesis
};

// Longer, or where the peer says how much work is in its chain, more of it: that decides (docs/rules.md, "Chains").
bool claims_more(const Claim& claim, const OwnChain& ours);

enum class FetchMethod : std::uint8_t {
    ranges,       // headers from where the chains part, then their blocks in pieces
    whole_chain,  // one answer from block 0 on: all that the seed document's nodes and era A's have
};

struct SyncPlan {
    Claim claim;
    FetchMethod method = FetchMethod::whole_chain;
    // Of ranges: who claims more than we have, too, and may bring some of them.
    std::vector<net::Endpoint> helpers = {};
};

enum class Choice : std::uint8_t {
    largest,  // of equal claims the first
    first,    // of those that claim more than we have
};

// What to fetch next; claims come with the best peer first, and those that claim more go before those that may have
// more. None: there is nothing to fetch, equal length never replaces.
std::optional<SyncPlan> plan_sync(const OwnChain& ours, const std::vector<Claim>& claims,
                                  Choice choice = Choice::largest);

}  // namespace chaincore::sync
