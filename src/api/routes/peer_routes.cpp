// SPDX-License-Identifier: MIT
#include "api/json_object.hpp"
#include "api/routes/routes.hpp"

namespace chaincore::api {
namespace {

std::vector<std::string> all_urls(const PeerReport& report) {
    std::vector<std::string> urls;
    for (const PeerDetails& peer : report.peers) urls.push_back(peer.url);
    return urls;
}

std::vector<std::string> active_urls(const PeerReport& report) {
    std::vector<std::string> urls;
    for (const PeerDetails& peer : report.peers)
        if (peer.is_active) urls.push_back(peer.url);
    return urls;
}

// How it has answered so far, under the names that all have in common.
std::string with_record(JsonObject& object, const PeerDetails& peer) {
    return object.real("failure_rate", peer.failure_rate)
        .integer("successes", peer.successes)
        .integer("failures", peer.failures)
        .real("first_seen", peer.first_seen)
        .real("last_seen", peer.last_seen)
        .real("banned_until", peer.banned_until)
        .str();
}

std::string details_json(const PeerDetails& peer) {
    JsonObject object;
    object.text("url", peer.url)
        .truth("is_active", peer.is_active)
        .text("node_id", peer.node_id)
        .integer("chain_length", peer.length)
        .real("response_time", peer.response_seconds);
    return with_record(object, peer);
}

const char* state_of(const PeerDetails& peer) {
    if (peer.banned_until > 0) return "banned";
    return peer.is_active ? "active" : "known";
}

std::string listed_json(const PeerDetails& peer) {
    JsonObject object;
    object.text("url", peer.url)
        .text("state", state_of(peer))
        .text("node_id", peer.node_id)
        .integer("length", peer.length)
        .real("response_seconds", peer.response_seconds);
    return with_record(object, peer);
}

// peer_count is the design document's and counts active ones; the reference's total_peers and active_count say which
// they mean (docs/protocol.md, "Endpoints").
Answer answer_peers(const PeerReport& report) {
    const auto all = all_urls(report);
    const auto active = active_urls(report);
    std::vector<std::string> details;
    for (const PeerDetails& peer : report.peers) details.push_back(details_json(peer));
    return {200, JsonObject()
                     .texts("peers", all)
                     .texts("all_peers", all)
                     .texts("active_peers", active)
                     .integer("peer_count", active.size())
                     .integer("total_peers", all.size())
                     .integer("active_count", active.size())
                     .jsons("peer_details", details)
                     .str()};
}

Answer answer_peer_list(const PeerReport& report) {
    std::vector<std::string> peers;
    for (const PeerDetails& peer : report.peers) peers.push_back(listed_json(peer));
    return {200, JsonObject().real("last_discovery", report.last_discovery).jsons("peers", peers).str()};
}

Answer answer_network_info(const PeerReport& report) {
    const auto active = active_urls(report);
    return {200, JsonObject()
                     .integer("total_peers", report.peers.size())
                     .integer("active_peers", active.size())
                     .texts("peer_list", active)
                     .real("last_discovery", report.last_discovery)
                     .text("network_health", active.empty() ? "isolated" : "healthy")
                     .str()};
}

std::string health_json(const PeerDetails& peer) {
    return JsonObject()
        .text("status", peer.is_active ? "healthy" : "unhealthy")
        .real("response_time_ms", peer.response_seconds * 1000)
        .text("node_id", peer.node_id)
        .integer("blockchain_length", peer.length)
        .integer("peer_count", peer.known_peers)
        .real("failure_rate", peer.failure_rate)
        .str();
}

// From what the last calls showed: asking costs the peers nothing.
Answer answer_peer_health(const PeerReport& report) {
    const std::size_t healthy = active_urls(report).size();
    JsonObject by_url;
    for (const PeerDetails& peer : report.peers) by_url.json(peer.url, health_json(peer));
    return {200, JsonObject()
                     .integer("total_peers", report.peers.size())
                     .integer("healthy_peers", healthy)
                     .integer("unhealthy_peers", report.peers.size() - healthy)
                     .json("peer_health", by_url.str())
                     .real("last_discovery", report.last_discovery)
                     .str()};
}

}  // namespace

void add_peer_routes(RouteTable& routes, const NodeService& service) {
    routes.add({.path = "/peers", .handle = [&service](const Call&) { return answer_peers(service.peers()); }});
    routes.add(
        {.path = "/api/v1/peers", .handle = [&service](const Call&) { return answer_peer_list(service.peers()); }});
    routes.add(
        {.path = "/network_info", .handle = [&service](const Call&) { return answer_network_info(service.peers()); }});
    routes.add(
        {.path = "/peer_health", .handle = [&service](const Call&) { return answer_peer_health(service.peers()); }});
}

}  // namespace chaincore::api
