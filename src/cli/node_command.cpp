// SPDX-License-Identifier: MIT
#include "cli/node_command.hpp"

#include "chaincore/node/node.hpp"
#include "chaincore/util/clock.hpp"
#include "cli/console_log.hpp"
#include "cli/data_path.hpp"
#include "cli/message.hpp"

#include <fmt/format.h>

#include <chrono>
#include <csignal>
#include <ctime>
#include <stop_token>
#include <string>
#include <thread>

namespace chaincore::cli {
namespace {

// For slow peers to take the last blocks of a node that ends by itself.
constexpr std::chrono::seconds kLongestFarewell{10};

// SIGINT and SIGTERM, taken by the main thread instead of by a handler. Made before any other thread, so that all of
// them leave the signals alone.
class StopSignals {
public:
    StopSignals() {
        sigemptyset(&signals_);
        sigaddset(&signals_, SIGINT);
        sigaddset(&signals_, SIGTERM);
        pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
        std::signal(SIGPIPE, SIG_IGN);
    }
    // The next one ends the process.
    ~StopSignals() { pthread_sigmask(SIG_UNBLOCK, &signals_, nullptr); }
    StopSignals(const StopSignals&) = delete;
    StopSignals& operator=(const StopSignals&) = delete;

    // The signal that has come, or none after a while.
    int wait() const {
        const timespec duration{0, 100'000'000};
        return sigtimedwait(&signals_, nullptr, &duration);
    }

private:
    sigset_t signals_{};
};

ExitCode exit_code_of(node::StartFault::Kind kind) {
    switch (kind) {
        case node::StartFault::Kind::configuration: return kUsage;
        case node::StartFault::Kind::device: return kNoDevice;
        case node::StartFault::Kind::stopped: return kDone;
        case node::StartFault::Kind::world: break;
    }
    return kFailed;
}

void print_summary(const node::StartSummary& summary) {
    const auto line = [](const char* name, const std::string& value) {
        print_remark(fmt::format("  {:<10}{}\n", name, value));
    };
    print_remark("chaincore " CHAINCORE_VERSION "\n");
    line("network", fmt::format("{}, difficulty {}", summary.network, summary.difficulty));
    line("data", summary.data_directory.string());
    line("tip", fmt::format("block {}, {}", summary.length - 1, summary.tip_hash));
    line("api", summary.url);
    line("peers", summary.peers.empty() ? "none yet" : fmt::format("{}", fmt::join(summary.peers, ", ")));
    for (const std::string& device : summary.devices) line("mining on", device);
    if (summary.devices.empty()) {
        line("mining on", "nothing");
        return;
    }
    line("rate", fmt::format("{:.1f} MH/s", summary.tries_per_second / 1e6));
    line("mining to", summary.mining_address);
    if (summary.wallet_file.empty()) return;
    line("wallet", summary.wallet_file);
    if (summary.is_new_wallet)
        print_remark(
            "The wallet is new. Its key is in that file and nowhere else, unencrypted: keep a copy, and keep it "
            "to yourself.\n");
}

// Waits for a signal while the main thread starts the node, which ends early then.
class StartWatch {
public:
    explicit StartWatch(const StopSignals& signals)
        : thread_([this, &signals](const std::stop_token& over) {
              while (!over.stop_requested())
                  if (signals.wait() > 0) stopping_.request_stop();
          }) {}
    std::stop_token token() const { return stopping_.get_token(); }

private:
    std::stop_source stopping_;
    std::jthread thread_;
};

// False: it has been told to end.
bool goes_on(const StopSignals& signals, util::Log& log) {
    const int signal = signals.wait();
    if (signal <= 0) return true;
    log.info(signal == SIGINT ? "interrupted: stopping" : "asked to end: stopping");
    return false;
}

// False: it has been told to end, or never will be ready.
bool wait_for_start(const node::Node& running, const StopSignals& signals, util::Log& log) {
    while (!running.has_started() && !running.fault())
        if (!goes_on(signals, log)) return false;
    return running.has_started();
}

void wait_for_end(const node::Node& running, const StopSignals& signals, util::Log& log) {
    while (!running.is_finished())
        if (!goes_on(signals, log)) return;
    log.info("as many blocks as were asked for have been mined: stopping");
    const auto end = std::chrono::steady_clock::now() + kLongestFarewell;
    while (!running.has_told_peers() && std::chrono::steady_clock::now() < end && goes_on(signals, log)) {
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
