// SPDX-License-Identifier: MIT
#include "cli/node_command.hpp"

#include "chaincore/miner/rate_text.hpp"
#include "chaincore/node/node.hpp"
#include "chaincore/util/clock.hpp"
#include "cli/console_log.hpp"
#include "cli/data_path.hpp"
#include "cli/message.hpp"
#include "cli/start_fault_code.hpp"
#include "cli/stop_signals.hpp"

#include <fmt/format.h>

#include <chrono>
#include <stop_token>
#include <string>

namespace chaincore::cli {
namespace {

// For slow peers to take the last blocks of a node that ends by itself.
constexpr std::chrono::seconds kLongestFarewell{10};

void print_summary(const node::StartSummary& summary) {
    print_remark("chaincore " CHAINCORE_VERSION "\n");
    print_fact("network", fmt::format("{}, difficulty {}", summary.network, summary.difficulty));
    print_fact("data", summary.data_directory.string());
    print_fact("tip", fmt::format("block {}, {}", summary.length - 1, summary.tip_hash));
    print_fact("api", summary.url);
    print_fact("peers", summary.peers.empty() ? "none yet" : fmt::format("{}", fmt::join(summary.peers, ", ")));
    for (const std::string& device : summary.devices) print_fact("mining on", device);
    if (summary.devices.empty()) {
        print_fact("mining on", "nothing");
        return;
    }
    print_fact("rate", miner::rate_text(summary.tries_per_second));
    print_fact("mining to", summary.mining_address);
    if (summary.wallet_file.empty()) return;
    print_fact("wallet", summary.wallet_file);
    if (summary.is_new_wallet)
        print_remark(
            "The wallet is new. Its key is in that file and nowhere else, unencrypted: keep a copy, and keep it "
            "to yourself.\n");
}

// False: it has been told to end, or never will be ready.
bool wait_for_start(const node::Node& running, const StopSignals& signals, util::Log& log) {
    while (!running.has_started() && !running.fault())
        if (!signals.go_on(log)) return false;
    return running.has_started();
}

void wait_for_end(const node::Node& running, const StopSignals& signals, util::Log& log) {
    while (!running.is_finished())
        if (!signals.go_on(log)) return;
    log.info("as many blocks as were asked for have been mined: stopping");
    const auto end = std::chrono::steady_clock::now() + kLongestFarewell;
    while (!running.has_told_peers() && std::chrono::steady_clock::now() < end && signals.go_on(log)) {
    }
}

ExitCode stopped(util::Log& log) {
    log.info("stopped");
    return kDone;
}

}  // namespace

ExitCode run_node(NodeOptions options) {
    if (options.config.data_directory.empty()) {
        auto directory = default_data_directory(options.config.network);
        if (!directory) return complain(directory.error().message, kUsage);
        options.config.data_directory = *std::move(directory);
    }
    const util::SystemClock clock;
    const auto log = make_console_log(options.log_level);
    std::unique_ptr<node::Node> running;
    {
        const StopSignals signals;
        std::stop_token stop;
        {
            const StartWatch watch(signals);
            stop = watch.token();
            auto started = node::Node::start(options.config, clock, *log, stop);
            if (!started && started.error().kind == node::StartFault::Kind::stopped) return stopped(*log);
            if (!started) return complain(started.error().message, exit_code_of(started.error().kind));
            running = *std::move(started);
        }
        if (!stop.stop_requested() && wait_for_start(*running, signals, *log)) {
            print_summary(running->summary());
            running->mine();
            wait_for_end(*running, signals, *log);
        }
    }
    running->stop();
    if (const auto fault = running->fault()) return complain(fault->message, exit_code_of(fault->kind));
    return stopped(*log);
}

}  // namespace chaincore::cli
