// SPDX-License-Identifier: MIT
#include "node/detected_difficulty.hpp"

#include <algorithm>
#include <cstddef>
#include <map>

namespace chaincore::node {
namespace {

constexpr std::uint64_t kHighestDetected = 8;

}  // namespace

std::optional<std::uint64_t> detected_difficulty(const std::vector<net::PeerInfo>& peers) {
    std::map<std::uint64_t, std::size_t> votes;
    for (const net::PeerInfo& peer : peers)
        if (peer.status && peer.status->target_difficulty >= 1 && peer.status->target_difficulty <= kHighestDetected)
            ++votes[peer.status->target_difficulty];
    const auto most = std::max_element(votes.begin(), votes.end(),
                                       [](const auto& one, const auto& other) { return one.second <= other.second; });
    return most == votes.end() ? std::nullopt : std::optional(most->first);
}

}  // namespace chaincore::node
