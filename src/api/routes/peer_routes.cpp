// SPDX-License-Identifier: MIT
#include "api/json_object.hpp"
#include "api/routes/routes.hpp"

namespace chaincore::api {
namespace {

Answer answer_peers(const PeerReport& report) {
    return {200, JsonObject()
                     .texts("peers", report.known)
                     .texts("all_peers", report.known)
                     .texts("active_peers", report.active)
                     .integer("peer_count", report.known.size())
                     .integer("total_peers", report.known.size())
                     .integer("active_count", report.active.size())
                     .str()};
}

Answer answer_network_info(const PeerReport& report) {
    return {200, JsonObject()
                     .integer("total_peers", report.known.size())
                     .integer("active_peers", report.active.size())
                     .texts("peer_list", report.known)
                     .real("last_discovery", report.last_discovery)
                     .text("network_health", report.active.empty() ? "isolated" : "healthy")
                     .str()};
}

}  // namespace

void add_peer_routes(RouteTable& routes, const NodeService& service) {
    routes.add({.path = "/peers", .handle = [&service](const Call&) { return answer_peers(service.peers()); }});
    routes.add(
        {.path = "/network_info", .handle = [&service](const Call&) { return answer_network_info(service.peers()); }});
}

}  // namespace chaincore::api
