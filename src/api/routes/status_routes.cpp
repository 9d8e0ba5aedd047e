// SPDX-License-Identifier: MIT
#include "api/json_object.hpp"
#include "api/routes/routes.hpp"
#include "chaincore/util/counted.hpp"

#include <string>

namespace chaincore::api {
namespace {

std::string display_line(const StatusReport& status) {
    return status.state + ", " + util::counted(status.blockchain_length, "block") + ", " +
           util::counted(status.active_peers, "peer");
}

std::string node_info(const StatusReport& status) {
    return JsonObject()
        .text("node_id", status.node_id)
        .text("instance_id", status.instance_id)
        .text("software", "chaincore/" + status.version)
        .str();
}

std::string refused_chain(const RefusedChain& refused) {
    return JsonObject()
        .text("peer", refused.peer)
        .integer("length", refused.length)
        .text("rule", refused.rule)
        .integer("height", refused.height)
        .str();
}

// The union of what the dialects read (docs/protocol.md, "Endpoints"), then ours.
Answer answer_status(const StatusReport& status) {
    JsonObject body;
    body.text("STATUS_DISPLAY", display_line(status))
        .text("node_id", status.node_id)
        .text("status", "online")
        .text("version", "2.0")
        .truth("thread_safe", true)
        .integer("blockchain_length", status.blockchain_length)
        .integer("pending_transactions", status.pending_transactions)
        .integer("peers", status.known_peers)
        .integer("target_difficulty", status.target_difficulty)
        .integer("total_peers", status.known_peers)
        .integer("active_peers", status.active_peers)
        .text("network_health", status.active_peers > 0 ? "healthy" : "isolated")
        .text("node_role", status.is_mining ? "miner" : "full_node")
        .real("uptime", status.uptime_seconds)
        .json("node_info", node_info(status))
        .text("instance_id", status.instance_id)
        .text("state", status.state)
        .text("tip_hash", status.tip_hash)
        .text("chain_work", status.chain_work)
        .truth("mining", status.is_mining)
        .real("hash_rate", status.tries_per_second)
        .text("software", "chaincore/" + status.version);
    if (status.is_paused) body.truth("paused", true);
    if (status.refused_chain) body.json("refused_chain", refused_chain(*status.refused_chain));
    return {200, body.str()};
}

}  // namespace

void add_status_routes(RouteTable& routes, const NodeService& service) {
    routes.add({.path = "/status", .handle = [&service](const Call&) { return answer_status(service.status()); }});
}

}  // namespace chaincore::api
