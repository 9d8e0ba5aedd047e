// SPDX-License-Identifier: MIT
#include "node/peer_details.hpp"

#include <chrono>

namespace chaincore::node {

double seconds_since_epoch(util::WallTime time) {
    return std::chrono::duration<double>(time.time_since_epoch()).count();
}

api::PeerDetails details_of(const net::PeerInfo& peer) {
    api::PeerDetails details;
    details.url = peer.endpoint.url();
    details.is_active = peer.is_active;
    if (peer.status) {
        details.node_id = peer.status->node_id;
        details.length = peer.status->length;
        details.known_peers = peer.status->known_peers;
    }
    details.response_seconds = peer.response_time.count();
    details.failure_rate = peer.failure_rate;
    details.successes = peer.successes;
    details.failures = peer.failures;
    details.first_seen = seconds_since_epoch(peer.first_seen);
    details.last_seen = seconds_since_epoch(peer.last_seen);
    details.banned_until = seconds_since_epoch(peer.banned_until);
    return details;
}

}  // namespace chaincore::node
