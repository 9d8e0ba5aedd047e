// SPDX-License-Identifier: MIT
#include "cli/node_command.hpp"

#include "chaincore/node/node.hpp"
#include "chaincore/util/clock.hpp"
#include "cli/data_path.hpp"
#include "cli/message.hpp"
#include "cli/node_console.hpp"
#include "cli/reload.hpp"
#include "cli/start_fault_code.hpp"
#include "cli/stop_signals.hpp"

#include <chrono>
#include <stop_token>
#include <string>

namespace chaincore::cli {
namespace {

// For slow peers to take the last blocks of a node that ends by itself.
constexpr std::chrono::seconds kLongestFarewell{10};

// False: it has been told to end, or never will be ready.
bool wait_for_start(const node::Node& running, NodeConsole& console, const StopSignals& signals, util::Log& log) {
    while (!running.has_started() && !running.fault())
        if (!signals.go_on(log) || !console.obey_keys()) return false;
    return running.has_started();
}

void wait_for_end(const node::Node& running, NodeConsole& console, const StopSignals& signals, util::Log& log) {
    while (!running.is_finished())
        if (!signals.go_on(log) || !console.obey_keys()) return;
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

ExitCode run_node(NodeOptions options, const RereadOptions& reread) {
    if (options.config.data_directory.empty()) {
        auto directory = default_data_directory(options.config.network);
        if (!directory) return complain(directory.error().message, kUsage);
        options.config.data_directory = *std::move(directory);
    }
    const util::SystemClock clock;
    const auto made = make_console_log(options.log);
    if (!made) return complain(made.error().message, kUsage);
    const auto& log = *made;
    std::unique_ptr<node::Node> running;
    Reload reload(options, reread, *log);
    {
        const StopSignals signals([&] { reload.run(*running); });
        std::stop_token stop;
        {
            const StartWatch watch(signals);
            stop = watch.token();
            auto started = node::Node::start(options.config, clock, *log, stop);
            if (!started && started.error().kind == node::StartFault::Kind::stopped) return stopped(*log);
            if (!started) return complain(started.error().message, exit_code_of(started.error().kind));
            running = *std::move(started);
        }
        NodeConsole console(*running, *log);
        if (!stop.stop_requested() && wait_for_start(*running, console, signals, *log)) {
            if (!options.is_quiet) console.print_summary();
            running->mine();
            wait_for_end(*running, console, signals, *log);
        }
    }
    running->stop();
    if (const auto fault = running->fault()) return complain(fault->message, exit_code_of(fault->kind));
    return stopped(*log);
}

}  // namespace chaincore::cli
