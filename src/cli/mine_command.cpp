// SPDX-License-Identifier: MIT
#include "cli/mine_command.hpp"

#include "chaincore/miner/device_set.hpp"
#include "chaincore/miner/work_source.hpp"
#include "chaincore/util/clock.hpp"
#include "chaincore/util/random.hpp"
#include "chaincore/wallet/key_file.hpp"
#include "chaincore/worker/http_link.hpp"
#include "chaincore/worker/remote_miner.hpp"
#include "chaincore/worker/stratum_worker.hpp"
#include "chaincore/worker/worker.hpp"
#include "cli/message.hpp"
#include "cli/mine_console.hpp"
#include "cli/start_fault_code.hpp"
#include "cli/stop_signals.hpp"
#include "node/backends.hpp"

#include <memory>
#include <stop_token>
#include <string>
#include <utility>

namespace chaincore::cli {
namespace {

struct Devices {
    std::unique_ptr<miner::DeviceSet> set;
    std::shared_ptr<miner::WorkSource> work;
};

Result<std::string, Error> find_payee(const node::NodeConfig& config) {
    if (!config.mine_to.empty()) return config.mine_to;
    const auto wallet = wallet::read_key_file(config.wallet_file);
    if (!wallet) return fail(Error{wallet.error().message});
    return wallet->address;
}

// stopped: a signal came meanwhile.
Result<Devices, node::StartFault> prepare_devices(const node::NodeConfig& config, const StopSignals& signals,
                                                  util::Log& log) {
    if (auto there = node::check_devices(config); !there) return fail(there.error());
    auto work = std::make_shared<miner::WorkSource>(util::random_number());
    std::stop_token stop;
    auto devices = [&] {
        const StartWatch watch(signals);
        stop = watch.token();
        return node::make_devices(config, work, log, stop);
    }();
    if (!devices) return fail(devices.error());
    // Only now: until its end the watch may take a signal, which nobody else hears of.
    if (stop.stop_requested()) return fail(node::StartFault{node::StartFault::Kind::stopped, {}});
    return Devices{std::make_unique<miner::DeviceSet>(std::move(devices->backends), std::move(devices->spare)),
                   std::move(work)};
}

worker::Worker::Nodes links_to(const std::vector<net::Endpoint>& endpoints) {
    worker::Worker::Nodes links;
    for (const net::Endpoint& endpoint : endpoints) links.push_back(std::make_unique<worker::HttpLink>(endpoint));
    return links;
}

worker::WorkerOptions worker_options(const node::NodeConfig& config, const std::string& payee) {
    worker::WorkerOptions options;
    options.payee = payee;
    options.min_block_interval = config.min_block_interval;
    options.interval_spread = config.min_block_interval / 10;
    options.block_limit = config.block_limit;
    return options;
}

worker::StratumOptions stratum_options(const MineOptions& options, const std::string& payee) {
    worker::StratumOptions stratum;
    stratum.nodes = options.nodes;
    stratum.user = options.worker_name.empty() ? payee : payee + '.' + options.worker_name;
    stratum.block_limit = options.config.block_limit;
    return stratum;
}

// clock and log must outlive it.
std::unique_ptr<worker::RemoteMiner> make_miner(const MineOptions& options, const std::string& payee, Devices devices,
                                                const util::Clock& clock, util::Log& log) {
    if (options.speaks_stratum)
        return std::make_unique<worker::StratumWorker>(stratum_options(options, payee), std::move(devices.set),
                                                       std::move(devices.work), clock, log);
    return std::make_unique<worker::Worker>(worker_options(options.config, payee), links_to(options.nodes),
                                            std::move(devices.set), clock, log);
}

void wait_for_end(worker::RemoteMiner& running, MineConsole& console, const StopSignals& signals, util::Log& log) {
    while (!running.is_finished() && !running.is_without_device())
        if (!signals.go_on(log) || !console.obey_keys()) return;
    if (running.is_finished()) log.info("as many blocks as were asked for have been mined: stopping");
}

ExitCode stopped(util::Log& log) {
    log.info("stopped");
    return kDone;
}

}  // namespace

ExitCode mine(const MineOptions& options) {
    const auto payee = find_payee(options.config);
    if (!payee) return complain(payee.error().message, kUsage);
    const util::SystemClock clock;
    const auto made = make_console_log(options.log);
    if (!made) return complain(made.error().message, kUsage);
    const auto& log = *made;
    const StopSignals signals;
    auto devices = prepare_devices(options.config, signals, *log);
    if (!devices && devices.error().kind == node::StartFault::Kind::stopped) return stopped(*log);
    if (!devices) return complain(devices.error().message, exit_code_of(devices.error().kind));

    const auto running = make_miner(options, *payee, *std::move(devices), clock, *log);
    const auto rates = running->prepare();
    if (!rates) return complain(rates.error().message, kNoDevice);
    MineConsole console(*running, *log);
    if (!options.is_quiet) console.print_summary(options, *rates, *payee);
    running->start();
    wait_for_end(*running, console, signals, *log);
    running->stop();
    if (running->is_without_device()) return complain("no device is left: mining has stopped", kNoDevice);
    return stopped(*log);
}

}  // namespace chaincore::cli
