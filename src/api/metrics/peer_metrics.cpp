// SPDX-License-Identifier: MIT
#include "api/metrics/metrics.hpp"

#include <algorithm>

namespace chaincore::api {
namespace {

// Anybody may become a peer: of more there are no series.
constexpr std::size_t kMostShown = 64;

struct PeerCounts {
    std::size_t active = 0;
    std::size_t inactive = 0;
    std::size_t banned = 0;
};

PeerCounts count(const std::vector<PeerDetails>& peers) {
    PeerCounts counts;
    for (const PeerDetails& peer : peers)
        ++(peer.banned_until > 0 ? counts.banned : peer.is_active ? counts.active : counts.inactive);
    return counts;
}

using Figure = double (*)(const PeerDetails&);

std::vector<Sample> samples(const std::vector<PeerDetails>& best, Figure figure) {
    std::vector<Sample> samples;
    for (std::size_t i = 0; i < std::min(best.size(), kMostShown); ++i)
        samples.push_back({{{"url", best[i].url}}, figure(best[i])});
    return samples;
}

std::uint64_t longest_claim(const std::vector<PeerDetails>& best) {
    std::uint64_t longest = 0;
    for (const PeerDetails& peer : best) longest = std::max(longest, peer.length);
    return longest;
}

}  // namespace

void write_peer_metrics(MetricsText& text, const PeerReport& peers, double now, std::uint64_t own_length) {
    const PeerCounts counts = count(peers.peers);
    text.gauge("chaincore_peers", "Peers that are known, by their state.",
               {{{{"state", "active"}}, static_cast<double>(counts.active)},
                {{{"state", "inactive"}}, static_cast<double>(counts.inactive)},
                {{{"state", "banned"}}, static_cast<double>(counts.banned)}});
    if (peers.last_discovery > 0)
        text.gauge("chaincore_last_discovery_age_seconds", "How long ago peers were looked for.",
                   now - peers.last_discovery);
    const std::uint64_t longest = longest_claim(peers.best);
    text.gauge("chaincore_longest_claim_blocks", "The longest chain that an active peer says it has.",
               static_cast<double>(longest));
    text.gauge("chaincore_sync_lag_blocks", "How many blocks more than ours that is; 0 where it is not.",
               static_cast<double>(longest - std::min(longest, own_length)));
    text.gauge("chaincore_peer_response_seconds", "Moving average of how long an active peer takes to answer.",
               samples(peers.best, [](const PeerDetails& peer) { return peer.response_seconds; }));
    text.gauge("chaincore_peer_failure_ratio", "Moving average of the calls that an active peer did not answer.",
               samples(peers.best, [](const PeerDetails& peer) { return peer.failure_rate; }));
    text.gauge("chaincore_peer_claim_blocks", "The length of the chain that an active peer says it has.",
               samples(peers.best, [](const PeerDetails& peer) { return static_cast<double>(peer.length); }));
}

}  // namespace chaincore::api
