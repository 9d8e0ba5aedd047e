// SPDX-License-Identifier: MIT
#include "api/json_object.hpp"
#include "api/routes/routes.hpp"

namespace chaincore::api {
namespace {

const char* state_of(const PeerDetails& peer) {
    if (peer.banned_until > 0) return "banned";
    return peer.is_active ? "active" : "known";
}

std::string peer_json(const PeerDetails& peer) {
    return JsonObject()
        .text("url", peer.url)
        .text("state", state_of(peer))
        .text("node_id", peer.node_id)
        .integer("length", peer.length)
        .real("response_seconds", peer.response_seconds)
        .real("failure_rate", peer.failure_rate)
        .integer("successes", peer.successes)
        .integer("failures", peer.failures)
        .real("first_seen", peer.first_seen)
        .real("last_seen", peer.last_seen)
        .real("banned_until", peer.banned_until)
        .str();
}

Answer answer_peers(const NodeService& service) {
    const PeerReport report = service.peers();
    std::vector<std::string> peers;
    for (const PeerDetails& peer : report.peers) peers.push_back(peer_json(peer));
    return {200, JsonObject().real("last_discovery", report.last_discovery).jsons("peers", peers).str()};
}

}  // namespace

void add_peer_list_routes(RouteTable& routes, const NodeService& service) {
    routes.add({.path = "/api/v1/peers", .handle = [&service](const Call&) { return answer_peers(service); }});
}

}  // namespace chaincore::api
