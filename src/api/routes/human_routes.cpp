// SPDX-License-Identifier: MIT
#include "api/routes/routes.hpp"
#include "api/worker_counts.hpp"
#include "chaincore/util/counted.hpp"

#include <fmt/format.h>

#include <optional>
#include <string_view>

namespace chaincore::api {
namespace {

// Peers and miners may have written it.
std::string escaped(std::string_view text) {
    std::string safe;
    for (const char c : text) {
        switch (c) {
            case '&': safe += "&amp;"; break;
            case '<': safe += "&lt;"; break;
            case '>': safe += "&gt;"; break;
            case '"': safe += "&quot;"; break;
            default: safe += c;
        }
    }
    return safe;
}

std::string row(std::string_view name, std::string_view value) {
    return fmt::format("<tr><th align=\"left\">{}</th><td>{}</td></tr>\n", name, escaped(value));
}

std::string mining_of(const StatusReport& status) {
    return status.is_mining ? fmt::format("{:.3g} million tries a second", status.tries_per_second / 1e6) : "no";
}

std::string workers_row(const std::optional<stratum::FarmReport>& farm) {
    if (!farm) return {};
    const std::size_t silent = count_of(farm->workers, stratum::WorkerState::silent);
    const std::size_t connected = silent + count_of(farm->workers, stratum::WorkerState::searching);
    return row("workers", fmt::format("{} connected, {} of them silent, {:.3g} million tries a second", connected,
                                      silent, farm->rates.one_minute / 1e6));
}

std::string page(const StatusReport& status, const std::optional<stratum::FarmReport>& farm) {
    const std::string title = escaped(status.node_id) + " - chaincore";
    return fmt::format(
               "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>{0}</title></head>\n"
               "<body>\n<h1>{0}</h1>\n<table>\n",
               title) +
           row("state", status.state) + row("chain", util::counted(status.blockchain_length, "block")) +
           row("tip", status.tip_hash) + row("difficulty", std::to_string(status.target_difficulty)) +
           row("waiting transactions", std::to_string(status.pending_transactions)) +
           row("peers", fmt::format("{} active, {} known", status.active_peers, status.known_peers)) +
           row("mining", mining_of(status)) + workers_row(farm) +
           row("up for", fmt::format("{:.0f} s", status.uptime_seconds)) +
           row("software", "chaincore/" + status.version) +
           "</table>\n<p><a href=\"/status\">status</a> <a href=\"/peers\">peers</a> "
           "<a href=\"/network_config\">network</a> <a href=\"/stats\">figures</a></p>\n</body>\n</html>\n";
}

// Nothing on the page may load or run anything.
Answer answer_human_status(const NodeService& service) {
    Answer answer{200, page(service.status(), service.workers()), {{"Content-Security-Policy", "default-src 'none'"}}};
    answer.content_type = "text/html; charset=utf-8";
    return answer;
}

}  // namespace

void add_human_routes(RouteTable& routes, const NodeService& service) {
    routes.add({.path = "/status/human", .handle = [&service](const Call&) { return answer_human_status(service); }});
}

}  // namespace chaincore::api
