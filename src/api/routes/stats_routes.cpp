// SPDX-License-Identifier: MIT
#include "api/json_object.hpp"
#include "api/routes/routes.hpp"

#include <algorithm>

namespace chaincore::api {
namespace {

std::string node_stats(const StatusReport& status, const NodeStats& stats, std::uint64_t requests) {
    return JsonObject()
        .text("node_id", status.node_id)
        .real("uptime", status.uptime_seconds)
        .integer("api_calls", requests)
        .integer("blocks_processed", stats.connected_blocks)
        .integer("transactions_processed", stats.connected_transactions)
        .str();
}

std::string blockchain_stats(const StatusReport& status, const NodeStats& stats) {
    return JsonObject()
        .integer("chain_length", status.blockchain_length)
        .integer("utxo_count", stats.coins)
        .integer("blocks_processed", stats.connected_blocks)
        .integer("transactions_processed", stats.connected_transactions)
        .str();
}

std::string peer_stats(const StatusReport& status, const std::vector<PeerDetails>& peers) {
    std::vector<std::string> list;
    for (const PeerDetails& peer : peers)
        list.push_back(JsonObject()
                           .text("url", peer.url)
                           .truth("active", peer.is_active)
                           .integer("chain_length", peer.length)
                           .integer("failures", peer.failures)
                           .str());
    return JsonObject()
        .integer("total_peers", status.known_peers)
        .integer("active_peers", status.active_peers)
        .jsons("peer_list", list)
        .str();
}

// We and the active peers, as they say.
std::string network_wide_stats(const StatusReport& status, const std::vector<PeerDetails>& peers) {
    std::uint64_t nodes = 1;
    std::uint64_t longest = status.blockchain_length;
    std::uint64_t shortest = status.blockchain_length;
    double known = static_cast<double>(status.known_peers);
    for (const PeerDetails& peer : peers) {
        if (!peer.is_active) continue;
        ++nodes;
        longest = std::max(longest, peer.length);
        shortest = std::min(shortest, peer.length);
        known += static_cast<double>(peer.known_peers);
    }
    return JsonObject()
        .integer("total_nodes", nodes)
        .integer("max_chain_length", longest)
        .integer("min_chain_length", shortest)
        .real("avg_peers_per_node", known / static_cast<double>(nodes))
        .str();
}

// The reference's locks are its own affair: of ours there is nothing to say.
Answer answer_stats(const NodeService& service, std::uint64_t requests) {
    const StatusReport status = service.status();
    const NodeStats stats = service.stats();
    const std::vector<PeerDetails> peers = service.peers().peers;
    return {200, JsonObject()
                     .json("node_stats", node_stats(status, stats, requests))
                     .json("blockchain_stats", blockchain_stats(status, stats))
                     .json("peer_stats", peer_stats(status, peers))
                     .json("lock_stats", "{}")
                     .json("network_wide_stats", network_wide_stats(status, peers))
                     .str()};
}

}  // namespace

void add_stats_routes(RouteTable& routes, const NodeService& service, const std::atomic<std::uint64_t>& requests) {
    routes.add(
        {.path = "/stats", .handle = [&service, &requests](const Call&) { return answer_stats(service, requests); }});
}

}  // namespace chaincore::api
