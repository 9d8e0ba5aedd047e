// SPDX-License-Identifier: MIT
// What we tell nodes of era B about others, now and then, since they exchange peers by pushing lists to each other
// (docs/protocol.md, "Peers"). One thread.
#pragma once

#include "chaincore/net/endpoint.hpp"
#include "chaincore/net/peer_book.hpp"
#include "chaincore/util/clock.hpp"

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chaincore::net {

class PeerSharing {
public:
    // As the reference does it.
    static constexpr std::chrono::seconds kPeriod{60};
    static constexpr std::size_t kMostTold = 3;
    static constexpr std::size_t kMostShared = 50;

    // clock must outlive it.
    explicit PeerSharing(const util::Clock& clock) : clock_(clock) {}

    // The nodes of era B to be told now, where there is somebody else to tell them of: those first who have waited
    // longest, each once in a period at most, and three of them in all. Somebody new need not wait for a period's end.
    std::vector<PeerInfo> whose_turn_it_is(const std::vector<PeerInfo>& active);

private:
    using Time = std::chrono::steady_clock::time_point;

    // None: not told yet.
    std::optional<Time> told_at(const PeerInfo& peer) const;

    const util::Clock& clock_;
    std::map<std::string, Time> told_;  // by URL
};

// The body of POST /sharepeers for this peer: URLs of active peers that it can call, the best 50, and nothing else of
// them; none where there are none. own_name: who shares.
std::optional<std::string> shared_peers(const Endpoint& peer, const std::vector<PeerInfo>& active,
                                        std::string_view own_name, util::WallTime now);

}  // namespace chaincore::net
