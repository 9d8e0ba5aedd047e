// SPDX-License-Identifier: MIT
#include "api/metrics/metrics.hpp"
#include "api/routes/routes.hpp"

namespace chaincore::api {
namespace {

Answer answer_metrics(const NodeService& service, const HttpFigures& http) {
    const StatusReport status = service.status();
    const NodeFigures figures = service.figures();
    MetricsText text;
    write_chain_metrics(text, status, service.stats(), figures);
    write_mining_metrics(text, service.mining(), status.is_paused, figures.handed_in);
    write_worker_metrics(text, service.workers());
    write_peer_metrics(text, service.peers(), status.now, status.blockchain_length);
    write_http_metrics(text, http);
    write_store_metrics(text, figures.store);
    write_process_metrics(text, figures.process);
    Answer answer{200, text.str()};
    answer.content_type = "text/plain; version=0.0.4; charset=utf-8";
    return answer;
}

}  // namespace

void add_metrics_routes(RouteTable& routes, const NodeService& service, const HttpFigures& http) {
    routes.add(
        {.path = "/metrics", .handle = [&service, &http](const Call&) { return answer_metrics(service, http); }});
}

}  // namespace chaincore::api
