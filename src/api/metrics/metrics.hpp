// SPDX-License-Identifier: MIT
// What /metrics tells, by families (docs/monitoring.md). Any thread.
#pragma once

#include "api/http_figures.hpp"
#include "api/metrics_text.hpp"
#include "chaincore/api/node_service.hpp"
#include "chaincore/stratum/worker_report.hpp"

#include <optional>

namespace chaincore::api {

// The program, the best chain, the pool.
void write_chain_metrics(MetricsText& text, const StatusReport& status, const NodeStats& stats,
                         const NodeFigures& figures);
void write_mining_metrics(MetricsText& text, const MiningReport& mining, bool is_paused,
                          const HandedInBlocks& handed_in);
// Nothing where workers on other machines may not join.
void write_worker_metrics(MetricsText& text, const std::optional<stratum::FarmReport>& farm);
// own_length: of our chain.
void write_peer_metrics(MetricsText& text, const PeerReport& peers, double now, std::uint64_t own_length);
void write_http_metrics(MetricsText& text, const HttpFigures& figures);
void write_store_metrics(MetricsText& text, const StoreReport& store);
// Named as Prometheus's own client libraries name them.
void write_process_metrics(MetricsText& text, const ProcessFigures& process);

}  // namespace chaincore::api
