// SPDX-License-Identifier: MIT
#include "api/json_object.hpp"
#include "api/routes/routes.hpp"
#include "chaincore/chain/amount.hpp"
#include "chaincore/chain/difficulty.hpp"
#include "chaincore/chain/limits.hpp"

namespace chaincore::api {
namespace {

constexpr std::uint64_t kDefaultPort = 5000;  // the first one

void add_adjustment(JsonObject& body) {
    body.integer("difficulty_adjustment_interval", chain::kAdjustmentInterval)
        .integer("max_difficulty_change", static_cast<std::uint64_t>(chain::kLargestAdjustment))
        .real("target_block_time", chain::kTargetBlockSeconds);
}

// What is written here is what is enforced (docs/rules.md); the reference lists much that it never looks at.
Answer answer_network_config(const NodeService& service) {
    const NetworkReport network = service.network();
    const bool adjusts = network.params.network == chain::Network::mainline;
    JsonObject body;
    body.text("network", chain::network_name(network.params.network))
        .integer("blockchain_difficulty", network.params.difficulty)
        .integer("current_difficulty", service.status().target_difficulty)
        .integer("min_difficulty", network.params.lowest_difficulty(1))
        .integer("max_difficulty", network.params.highest_difficulty())
        .truth("difficulty_adjustment_enabled", adjusts);
    if (adjusts) add_adjustment(body);
    body.real("block_reward", chain::kBlockReward)
        .integer("coinbase_maturity", 0)
        .integer("block_size_limit", chain::kMaxBlockBytes)
        .integer("max_transactions_per_block", chain::kMaxTransactionsInBlock)
        .integer("max_peers", network.most_peers)
        .truth("peer_discovery_enabled", network.discovers_peers)
        .integer("default_port", kDefaultPort);
    return {200, body.str()};
}

}  // namespace

void add_network_routes(RouteTable& routes, const NodeService& service) {
    routes.add(
        {.path = "/network_config", .handle = [&service](const Call&) { return answer_network_config(service); }});
}

}  // namespace chaincore::api
