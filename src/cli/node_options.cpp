// SPDX-License-Identifier: MIT
#include "cli/node_options.hpp"

#include "cli/backend_options.hpp"
#include "cli/message.hpp"
#include "cli/option_checks.hpp"
#include "cli/port_list.hpp"

#include <CLI/CLI.hpp>

#include <map>

namespace chaincore::cli {
namespace {

const std::map<std::string, node::BackendChoice>& backends() {
    static const std::map<std::string, node::BackendChoice> kBackends = {
        {"auto", node::BackendChoice::automatic},
        {"cpu", node::BackendChoice::cpu},
        {"opencl", node::BackendChoice::opencl},
        {"cpu,opencl", node::BackendChoice::cpu_and_opencl},
        {"opencl,cpu", node::BackendChoice::cpu_and_opencl},
        {"none", node::BackendChoice::none}};
    return kBackends;
}

Searchers searchers_of(node::BackendChoice choice) {
    switch (choice) {
        case node::BackendChoice::automatic:
        case node::BackendChoice::cpu_and_opencl: return {true, true};
        case node::BackendChoice::cpu: return {true, false};
        case node::BackendChoice::opencl: return {false, true};
        case node::BackendChoice::none: break;
    }
    return {};
}

std::string check_port_list(const std::string& text) {
    const auto ports = parse_port_list(text);
    return ports ? std::string() : ports.error().message;
}

}  // namespace

NodeFlags::NodeFlags(CLI::App& program, Action& action) {
    CLI::App* command = program.add_subcommand("node", "Run a node: keep a chain, mine on it, answer over HTTP");
    command_ = command;
    add_mining(*command);
    add_listening(*command);
    add_data(*command);
    add_peers(*command);
    add_log(*command);
    command->callback([this, &action] { action = [this] { return run(); }; });
}

void NodeFlags::add_mining(CLI::App& command) {
    command
        .add_option(
            "--backend", backend_,
            "What mines: auto (GPUs or --opencl-device, else the CPU; the default), cpu, opencl, both as cpu,opencl, "
            "or none")
        ->check(CLI::IsMember({"auto", "cpu", "opencl", "cpu,opencl", "opencl,cpu", "none"}))
        ->option_text("NAME");
    command
        .add_option("--kernel", options_.config.kernel,
                    "Which search kernel to use (default: the fastest, which is found out at the start)")
        ->option_text("NAME");
    command.add_flag("--affinity", options_.config.affinity, "Keep each search thread on a core of its own");
    command.add_option("--threads", options_.config.threads, "How many threads search (default: one a core)")
        ->check(CLI::Range(1U, 1024U))
        ->option_text("N");
    opencl_.add_to(command);
    CLI::Option* mine_to = command.add_option("--mine-to", options_.config.mine_to, "Who is paid for the blocks")
                               ->check(check_address)
                               ->option_text("ADDRESS");
    command
        .add_option("--wallet", options_.config.wallet_file,
                    "Whose address is paid (default: wallet.json in the data directory, made at the first start)")
        ->excludes(mine_to)
        ->option_text("FILE");
    command
        .add_option_function<double>(
            "--min-block-interval",
            [this](double seconds) {
                options_.config.min_block_interval =
                    std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
            },
            "How many seconds our block comes after its parent at the earliest (default 1)")
        ->check(check_finite)
        ->check(CLI::Range(0.0, 86400.0))
        ->option_text("S");
    command.add_option("--blocks", options_.config.block_limit, "Stop after mining so many")
        ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1'000'000'000}))
        ->option_text("N");
}

void NodeFlags::add_listening(CLI::App& command) {
    command
        .add_option("--port", options_.config.port,
                    "Where to listen (default: the first free one of 5000-5011; mainline 5000-5019)")
        ->check(CLI::Range(std::uint16_t{1}, std::uint16_t{65535}))
        ->option_text("P");
    command
        .add_option("--bind", options_.config.bind_address,
                    "The address to listen on (default 127.0.0.1; 0.0.0.0 lets everybody read and hand in)")
        ->check(CLI::ValidIPV4)
        ->option_text("ADDRESS");
}

void NodeFlags::add_data(CLI::App& command) {
    command
        .add_option("--data-dir", options_.config.data_directory,
                    "Where everything is kept (default: the network's own)")
        ->check(check_path)
        ->option_text("DIR");
    network_.add_network(command);
    network_.add_difficulty(
        command, "The constant of a classic network (default: the data directory's, else what peers say, else 5)");
    command
        .add_option("--pin-genesis", options_.config.pinned_genesis,
                    "The hash of block 0: chains with another one are refused (default: any)")
        ->check(check_block_hash)
        ->option_text("HASH");
}

void NodeFlags::add_peers(CLI::App& command) {
    command
        .add_option_function<std::vector<std::string>>(
            "--peer",
            [this](const std::vector<std::string>& urls) {
                for (const std::string& url : urls) options_.config.peers.push_back(*net::parse_endpoint(url));
            },
            "A node to call, on any host; may be given more than once")
        ->allow_extra_args(false)
        ->check(check_node_url)
        ->option_text("URL");
    command.add_flag_callback(
        "--no-discover", [this] { options_.config.discovers = false; },
        "Do not look for peers, and do not call those that peers name");
    command
        .add_option_function<std::string>(
            "--discover-ports",
            [this](const std::string& text) { options_.config.discover_ports = *parse_port_list(text); },
            "On which ports of this machine to look for peers, as in 5000-5011,6000 (default: the network's)")
        ->check(check_port_list)
        ->option_text("LIST");
    command
        .add_option_function<std::string>(
            "--public-url", [this](const std::string& url) { options_.config.public_url = *net::parse_endpoint(url); },
            "What peers on other machines are told to call this node")
        ->check(check_public_url)
        ->option_text("URL");
}

void NodeFlags::add_log(CLI::App& command) {
    command.add_option("--node-id", options_.config.node_id, "What the node calls itself in /status")
        ->option_text("ID");
    command
        .add_option_function<std::string>(
            "--log-level", [this](const std::string& name) { options_.log_level = *util::log_level_from_name(name); },
            "debug, info (the default), warn or error")
        ->check(CLI::IsMember({"debug", "info", "warn", "error"}))
        ->option_text("LEVEL");
}

std::string NodeFlags::complaint() const {
    if (network_.has_useless_difficulty()) return kUselessDifficulty;
    if (network_.network == chain::Network::mainline && !options_.config.pinned_genesis.empty())
        return "--pin-genesis is for --network classic: mainline has one block 0 only";
    if (options_.config.backend == node::BackendChoice::none && options_.config.block_limit)
        return "--blocks is for a node that mines: --backend none never does";
    if (!options_.config.discovers && !options_.config.discover_ports.empty())
        return "--discover-ports is for a node that looks for peers: --no-discover never does";
    return check_backend_options(*command_, backend_, searchers_of(options_.config.backend));
}

ExitCode NodeFlags::run() {
    options_.config.backend = backends().at(backend_);
    if (const std::string wrong = complaint(); !wrong.empty()) return complain(wrong, kUsage);
    options_.config.opencl_devices = opencl_.devices;
    options_.config.kernel_directory = opencl_.kernels;
    options_.config.cache_directory = opencl_.cache;
    options_.config.retunes = opencl_.retunes;
    options_.config.network = network_.network;
    options_.config.difficulty = network_.difficulty;
    return run_node(options_);
}

}  // namespace chaincore::cli
