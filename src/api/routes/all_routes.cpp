// SPDX-License-Identifier: MIT
#include "api/routes/routes.hpp"

namespace chaincore::api {

RouteTable make_routes(NodeService& service, ControlService* control, std::uint16_t port, const HttpFigures& http,
                       const std::atomic<std::uint64_t>& requests) {
    RouteTable routes;
    add_status_routes(routes, service);
    add_overview_routes(routes, service);
    add_event_routes(routes);
    add_block_details_routes(routes, service);
    add_transaction_details_routes(routes, service);
    add_address_details_routes(routes, service);
    add_hashrate_routes(routes, service);
    add_reorg_routes(routes, service);
    add_worker_routes(routes, service);
    add_search_routes(routes, service);
    add_dashboard_routes(routes);
    add_health_routes(routes, service);
    add_metrics_routes(routes, service, http);
    add_openapi_routes(routes);
    add_human_routes(routes, service);
    add_stats_routes(routes, service, requests);
    add_network_routes(routes, service);
    add_node_routes(routes, service, port);
    add_orphan_routes(routes, service);
    add_broadcast_routes(routes, service);
    add_peer_routes(routes, service);
    add_exchange_routes(routes, service);
    add_discovery_routes(routes, service);
    add_sync_routes(routes, service);
    add_sync_pool_routes(routes, service);
    add_chain_routes(routes, service, port);
    add_pool_routes(routes, service);
    add_address_routes(routes, service);
    add_coin_routes(routes, service);
    add_block_routes(routes, service);
    add_transaction_routes(routes, service);
    add_backup_routes(routes, service);
    add_template_routes(routes, service);
    if (control != nullptr) add_control_routes(routes, *control);
    return routes;
}

}  // namespace chaincore::api
