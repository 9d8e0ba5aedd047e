// SPDX-License-Identifier: MIT
#include "cli/node_console.hpp"

#include "chaincore/api/node_service.hpp"
#include "chaincore/miner/rate_text.hpp"
#include "chaincore/util/counted.hpp"
#include "chaincore/util/progress.hpp"
#include "cli/device_facts.hpp"
#include "cli/message.hpp"
#include "cli/node_page.hpp"

#include <fmt/format.h>

namespace chaincore::cli {
namespace {

constexpr const char* kKeys = "h hash rate, s status, c connections, p pause, r resume, q quit";

void print_payee(const node::StartSummary& summary) {
    if (summary.mining_address.empty()) return;
    print_fact("mining to", summary.mining_address);
    if (!summary.wallet_file.empty()) print_fact("wallet", summary.wallet_file);
}

void print_search(const node::StartSummary& summary) {
    if (summary.workers_url.empty()) return print_devices(summary.devices);
    print_fact("workers", "join at " + summary.workers_url + summary.workers_reach);
    if (!summary.devices.empty()) return print_devices(summary.devices);
    print_fact("mining on", "nothing itself: workers search for it");
}

miner::Hashrates to_rates(const api::HashRates& rates) {
    return {rates.ten_seconds, rates.one_minute, rates.fifteen_minutes};
}

WorkersView view_of(const stratum::FarmReport& farm) {
    WorkersView view;
    view.rates = farm.rates;
    for (const stratum::WorkerReport& worker : farm.workers) {
        ++(worker.state == stratum::WorkerState::gone ? view.gone : view.connected);
        if (worker.state == stratum::WorkerState::silent) ++view.silent;
    }
    return view;
}

std::string peer_line(const api::PeerDetails& peer) {
    if (!peer.is_active)
        return fmt::format("peer {}: {}", peer.url, peer.banned_until > 0 ? "banned" : "does not answer");
    return fmt::format("peer {}: {}, answers within {:.0f} ms, {:.0f} % of the calls fail", peer.url,
                       util::counted(peer.length, "block"), peer.response_seconds * 1000, peer.failure_rate * 100);
}

}  // namespace

void NodeConsole::print_summary() const {
    const node::StartSummary summary = running_.summary();
    print_remark("chaincore " CHAINCORE_VERSION "\n");
    print_fact("network", fmt::format("{}, difficulty {}", summary.network, summary.difficulty));
    print_fact("data", summary.data_directory.string());
    print_fact("tip", fmt::format("block {}, {}", summary.length - 1, summary.tip_hash));
    print_fact("api", summary.url);
    print_fact("dashboard", summary.url + "/");
    print_fact("peers", summary.peers.empty() ? "none yet" : fmt::format("{}", fmt::join(summary.peers, ", ")));
    print_search(summary);
    print_payee(summary);
    if (keys_.has_terminal()) print_fact("keys", kKeys);
    if (summary.is_new_wallet)
        print_remark(
            "The wallet is new. Its key is in that file and nowhere else, unencrypted: keep a copy, and keep it "
            "to yourself.\n");
}

bool NodeConsole::obey(char key) {
    switch (key) {
        case 'h': tell_rates(); break;
        case 's': tell_status(); break;
        case 'c': tell_peers(); break;
        case 'p': pause(); break;
        case 'r': resume(); break;
        case 'q': log_.info("asked to quit: stopping"); return false;
        case '?': log_.info(std::string("keys: ") + kKeys); break;
        default: break;
    }
    return true;
}

void NodeConsole::pause() {
    if (!can_search()) return log_.info("this node does not mine");
    running_.pause_mining();
    log_.info("mining is paused: r resumes it");
}

void NodeConsole::resume() {
    if (!running_.is_paused()) return log_.info("mining is not paused");
    running_.resume_mining();
    log_.info("mining is resumed");
}

void NodeConsole::tell_rates() const {
    const api::MiningReport mining = running_.service().mining();
    tell_workers();
    if (!can_search()) return log_.info("this node does not mine");
    if (mining.devices.empty()) return;
    std::vector<miner::DeviceRates> devices;
    for (const api::DeviceReport& device : mining.devices)
        devices.push_back({{device.device, device.kernel, device.tries, device.backend}, to_rates(device.rates)});
    log_.info(miner::rates_text(to_rates(mining.rates), devices));
}

void NodeConsole::tell_status() const {
    const api::StatusReport status = running_.service().status();
    const api::MiningReport mining = running_.service().mining();
    log_.info(fmt::format("{} for {}: block {}, {}, difficulty {}", status.state,
                          util::clock_text(status.uptime_seconds), status.blockchain_length - 1, status.tip_hash,
                          status.target_difficulty));
    log_.info(fmt::format("{} of {} active, {} wait for a block", status.active_peers,
                          util::counted(status.known_peers, "peer"),
                          util::counted(status.pending_transactions, "payment")));
    tell_workers();
    if (mining.devices.empty()) return;
    log_.info(fmt::format("{}{} to {}: {} found, {} too late", miner::rate_text(mining.rates.one_minute),
                          running_.is_paused() ? ", paused," : "", mining.address,
                          util::counted(mining.accepted_blocks, "block"), mining.stale_blocks));
}

void NodeConsole::tell_workers() const {
    if (const auto farm = running_.service().workers()) log_.info("workers: " + workers_text(view_of(*farm)));
}

bool NodeConsole::can_search() const {
    return !running_.service().mining().devices.empty() || running_.service().workers();
}

void NodeConsole::tell_peers() const {
    const std::vector<api::PeerDetails> peers = running_.service().peers().peers;
    if (peers.empty()) log_.info("no peer is known");
    for (const api::PeerDetails& peer : peers) log_.info(peer_line(peer));
}

}  // namespace chaincore::cli
