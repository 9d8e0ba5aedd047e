// SPDX-License-Identifier: MIT
#include "cli/node_page.hpp"

#include "chaincore/miner/rate_text.hpp"
#include "chaincore/util/counted.hpp"
#include "chaincore/util/progress.hpp"
#include "cli/table.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace chaincore::cli {
namespace {

using miner::rate_text;

constexpr std::size_t kShownHash = 16;
constexpr std::size_t kShownRig = 20;

std::string fact(std::string_view name, std::string_view value) { return fmt::format("  {:<10}{}", name, value); }

std::string node_line(const NodeView& node) {
    std::string line = node.url;
    if (!node.node_id.empty()) line += " (" + node.node_id + ")";
    if (!node.state.empty()) line += ", " + node.state;
    if (node.uptime > 0) line += " for " + util::clock_text(node.uptime);
    if (!node.software.empty()) line += ", " + node.software;
    return line;
}

std::string tip_line(const NodeView& node) {
    if (node.length == 0) return "no block yet";
    std::string line = "block " + std::to_string(node.length - 1);
    if (!node.tip_hash.empty()) line += ", " + node.tip_hash;
    const std::string age = age_text(node.tip_received_at, node.time);
    return age.empty() ? line : line + ", " + age + " ago";
}

std::string peers_text(const NodeView& node) {
    return node.active_peers ? fmt::format("{} of {} active", *node.active_peers, node.known_peers)
                             : fmt::format("{} known", node.known_peers);
}

void add_mining(const NodeView& node, std::vector<std::string>& lines) {
    if (node.devices.empty()) return;
    lines.push_back(fact("rate", rates_text(node.rates) + (node.is_paused ? " (paused)" : "")));
    for (const miner::DeviceRates& device : node.devices)
        lines.push_back(fact("", fmt::format("{}: {}, kernel {}, {}", device.counters.backend, device.counters.device,
                                             device.counters.kernel, rate_text(device.rates.one_minute))));
    lines.push_back(
        fact("found", fmt::format("{}, {} too late", util::counted(node.accepted_blocks, "block"), node.stale_blocks)));
    lines.push_back(fact("mining to", node.address));
}

void add_workers(const WorkersView& workers, bool is_paused, std::vector<std::string>& lines) {
    lines.push_back(fact("workers", workers_text(workers) + (is_paused ? " (paused)" : "")));
    if (workers.accepted_shares + workers.refused_shares == 0) return;
    lines.push_back(fact("", fmt::format("{}, {} refused, {}", util::counted(workers.accepted_shares, "share"),
                                         workers.refused_shares, util::counted(workers.blocks, "block"))));
}

std::string rig_text(const std::string& rig) {
    if (rig.empty()) return "-";
    return rig.size() <= kShownRig ? rig : rig.substr(0, kShownRig - 2) + "..";
}

Row worker_row(const WorkerView& worker) {
    return {rig_text(worker.rig),
            worker.state,
            rate_text(worker.rate),
            worker.since_share ? seconds_text(*worker.since_share) + " ago" : "never",
            std::to_string(worker.accepted_shares),
            std::to_string(worker.refused_shares),
            worker.from,
            worker.payee};
}

std::string state_of(const PeerView& peer) { return peer.is_banned ? "banned" : peer.is_active ? "active" : "silent"; }

Row peer_row(const PeerView& peer) {
    if (peer.response_seconds <= 0) return {peer.url, state_of(peer)};
    return {peer.url, state_of(peer), std::to_string(peer.length),
            fmt::format("{:.0f} ms", peer.response_seconds * 1e3), fmt::format("{:.0f} %", peer.failure_rate * 100)};
}

}  // namespace

std::vector<std::string> status_lines(const NodeView& node) {
    std::vector<std::string> lines{fact("node", node_line(node))};
    const std::string network = node.network.empty() ? "" : node.network + ", ";
    lines.push_back(fact("network", network + fmt::format("difficulty {}", node.difficulty)));
    lines.push_back(fact("tip", tip_line(node)));
    lines.push_back(fact("waiting", util::counted(node.pending, "payment")));
    lines.push_back(fact("peers", peers_text(node)));
    add_mining(node, lines);
    if (node.workers) add_workers(*node.workers, node.is_paused, lines);
    return lines;
}

std::string workers_text(const WorkersView& workers) {
    if (workers.connected + workers.gone == 0) return "none yet";
    std::string text = fmt::format("{} connected", workers.connected);
    if (workers.silent > 0) text += fmt::format(" ({} silent)", workers.silent);
    if (workers.gone > 0) text += fmt::format(", {} gone", workers.gone);
    return text + ", " + rate_text(workers.rates.one_minute) + " in 60 s, " + rate_text(workers.rates.fifteen_minutes) +
           " in 15 min";
}

std::vector<std::string> worker_lines(const std::vector<WorkerView>& workers) {
    std::vector<Row> rows{{"WORKER", "STATE", "RATE", "LAST SHARE", "SHARES", "REFUSED", "FROM", "PAYS"}};
    for (const WorkerView& worker : workers) rows.push_back(worker_row(worker));
    return table_lines(rows, {Align::left, Align::left, Align::right, Align::right, Align::right, Align::right,
                              Align::left, Align::left});
}

std::vector<std::string> peer_lines(const std::vector<PeerView>& peers) {
    std::vector<PeerView> ordered = peers;
    std::stable_sort(ordered.begin(), ordered.end(),
                     [](const PeerView& a, const PeerView& b) { return a.is_active && !b.is_active; });
    std::vector<Row> rows{{"PEER", "STATE", "BLOCKS", "ANSWERS IN", "FAILURES"}};
    for (const PeerView& peer : ordered) rows.push_back(peer_row(peer));
    return table_lines(rows, {Align::left, Align::left, Align::right, Align::right, Align::right});
}

std::vector<std::string> block_lines(const std::vector<BlockView>& blocks, double now) {
    std::vector<Row> rows{{"BLOCK", "HASH", "AGE", "PAYMENTS", "MINED FOR"}};
    for (const BlockView& block : blocks)
        rows.push_back({std::to_string(block.height), block.hash.substr(0, kShownHash),
                        age_text(block.received_at, now),
                        std::to_string(block.transactions > 0 ? block.transactions - 1 : 0),
                        block.miner + (block.is_ours ? " (us)" : "")});
    return table_lines(rows, {Align::right, Align::left, Align::right, Align::right, Align::left});
}

std::string age_text(double since, double now) {
    if (since <= 0 || now <= 0) return "";
    return seconds_text(std::max(0.0, now - since));
}

std::string seconds_text(double seconds) {
    if (seconds < 120) return fmt::format("{:.0f} s", seconds);
    if (seconds < 120 * 60) return fmt::format("{:.0f} min", seconds / 60);
    if (seconds < 48 * 3600) return fmt::format("{:.0f} h", seconds / 3600);
    return fmt::format("{:.0f} d", seconds / 86400);
}

}  // namespace chaincore::cli
