// SPDX-License-Identifier: MIT
#include "api/json_object.hpp"
#include "api/routes/routes.hpp"

#include <algorithm>

namespace chaincore::api {
namespace {

struct ListedNode {
    std::string node_id;
    std::string url;
    bool is_active = false;
    std::uint64_t length = 0;
    double last_seen = 0;
};

std::string own_url(const NodeService& service, std::uint16_t port) {
    const std::string public_url = service.network().public_url;
    return public_url.empty() ? "http://localhost:" + std::to_string(port) : public_url;
}

// Ourselves first.
std::vector<ListedNode> list_nodes(const NodeService& service, std::uint16_t port) {
    const StatusReport status = service.status();
    std::vector<ListedNode> nodes{{status.node_id, own_url(service, port), true, status.blockchain_length, status.now}};
    for (const PeerDetails& peer : service.peers().peers)
        nodes.push_back({peer.node_id, peer.url, peer.is_active, peer.length, peer.last_seen});
    return nodes;
}

std::string node_json(const ListedNode& node) {
    return JsonObject()
        .text("node_id", node.node_id)
        .text("url", node.url)
        .text("status", node.is_active ? "active" : "inactive")
        .integer("chain_length", node.length)
        .real("last_seen", node.last_seen)
        .str();
}

// The reference has them from its database; ours are those that we have met.
Answer answer_nodes(const NodeService& service, std::uint16_t port) {
    const std::vector<ListedNode> nodes = list_nodes(service, port);
    std::vector<std::string> all;
    std::vector<std::string> active;
    for (const ListedNode& node : nodes) {
        all.push_back(node_json(node));
        if (node.is_active) active.push_back(all.back());
    }
    const std::string statistics = JsonObject()
                                       .integer("total_nodes", all.size())
                                       .integer("active_nodes", active.size())
                                       .integer("inactive_nodes", all.size() - active.size())
                                       .str();
    return {200, JsonObject()
                     .jsons("nodes", all)
                     .jsons("active_nodes", active)
                     .json("statistics", statistics)
                     .text("current_node", nodes.front().node_id)
                     .str()};
}

}  // namespace

void add_node_routes(RouteTable& routes, const NodeService& service, std::uint16_t port) {
    routes.add({.path = "/nodes", .handle = [&service, port](const Call&) { return answer_nodes(service, port); }});
}

}  // namespace chaincore::api
