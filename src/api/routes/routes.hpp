// SPDX-License-Identifier: MIT
// The routes by their families; docs/http_api.md describes each. The service must outlive the table.
#pragma once

#include "api/http_figures.hpp"
#include "api/route.hpp"
#include "chaincore/api/control_service.hpp"
#include "chaincore/api/node_service.hpp"

#include <atomic>
#include <cstdint>

namespace chaincore::api {

// All of them. control: nullptr where nobody may control the node; port: the one that we listen on. What is handed in
// must outlive the table.
RouteTable make_routes(NodeService& service, ControlService* control, std::uint16_t port, const HttpFigures& http,
                       const std::atomic<std::uint64_t>& requests);

// /status
void add_status_routes(RouteTable& routes, const NodeService& service);
// /api/v1/overview /api/v1/blocks
void add_overview_routes(RouteTable& routes, const NodeService& service);
// /api/v1/block/<height or hash>
void add_block_details_routes(RouteTable& routes, const NodeService& service);
// /api/v1/tx/<id>
void add_transaction_details_routes(RouteTable& routes, const NodeService& service);
// /api/v1/address/<address>
void add_address_details_routes(RouteTable& routes, const NodeService& service);
// /api/v1/hashrate
void add_hashrate_routes(RouteTable& routes, const NodeService& service);
// /api/v1/reorgs
void add_reorg_routes(RouteTable& routes, const NodeService& service);
// /api/v1/workers
void add_worker_routes(RouteTable& routes, const NodeService& service);
// /api/v1/search
void add_search_routes(RouteTable& routes, const NodeService& service);
// / /dashboard/<name>, the page that shows all of that
void add_dashboard_routes(RouteTable& routes);
// /api/v1/events, which the front answers itself
void add_event_routes(RouteTable& routes);
// /health /ready
void add_health_routes(RouteTable& routes, const NodeService& service);
// /metrics. http must outlive the table.
void add_metrics_routes(RouteTable& routes, const NodeService& service, const HttpFigures& http);
// /openapi.json
void add_openapi_routes(RouteTable& routes);
// /status/human, a page for people
void add_human_routes(RouteTable& routes, const NodeService& service);
// /stats. requests: answered so far; it must outlive the table.
void add_stats_routes(RouteTable& routes, const NodeService& service, const std::atomic<std::uint64_t>& requests);
// /network_config
void add_network_routes(RouteTable& routes, const NodeService& service);
// /nodes. port: as below.
void add_node_routes(RouteTable& routes, const NodeService& service, std::uint16_t port);
// /orphaned_blocks
void add_orphan_routes(RouteTable& routes, const NodeService& service);
// /receive_broadcast
void add_broadcast_routes(RouteTable& routes, const NodeService& service);
// /peers /api/v1/peers /network_info /peer_health
void add_peer_routes(RouteTable& routes, const NodeService& service);
// /getpeers /sharepeers
void add_exchange_routes(RouteTable& routes, NodeService& service);
// /add_peer /addpeer /discover_peers /sync_peers
void add_discovery_routes(RouteTable& routes, NodeService& service);
// /sync_now /force_sync
void add_sync_routes(RouteTable& routes, NodeService& service);
// /sync_mempool
void add_sync_pool_routes(RouteTable& routes, NodeService& service);
// /chain /blockchain /blocks/range /blockchain/headers /chain/info. port: the one that we listen on.
void add_chain_routes(RouteTable& routes, const NodeService& service, std::uint16_t port);
// /transactions /transaction_pool
void add_pool_routes(RouteTable& routes, const NodeService& service);
// /balance/<address> /utxos/<address> /transactions/<address>
void add_address_routes(RouteTable& routes, const NodeService& service);
// /debug_utxos
void add_coin_routes(RouteTable& routes, const NodeService& service);
// /submit_block
void add_block_routes(RouteTable& routes, NodeService& service);
// /receive_transaction /broadcast_transaction /add_transaction
void add_transaction_routes(RouteTable& routes, NodeService& service);
// /api/v1/control/…
void add_control_routes(RouteTable& routes, ControlService& service);
// /backup
void add_backup_routes(RouteTable& routes, NodeService& service);
// /mine_block
void add_template_routes(RouteTable& routes, NodeService& service);

}  // namespace chaincore::api
