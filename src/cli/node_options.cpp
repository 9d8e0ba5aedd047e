// SPDX-License-Identifier: MIT
#include "cli/node_options.hpp"

#include "cli/command_options.hpp"
#include "cli/log_options.hpp"
#include "cli/message.hpp"
#include "cli/option_checks.hpp"
#include "cli/port_list.hpp"
#include "cli/reference_options.hpp"

#include <CLI/CLI.hpp>

#include <utility>

namespace chaincore::cli {
namespace {

std::string check_port_list(const std::string& text) {
    const auto ports = parse_port_list(text);
    return ports ? std::string() : ports.error().message;
}

}  // namespace

NodeFlags::NodeFlags(CLI::App& program, Action& action, RereadOptions reread) : reread_(std::move(reread)) {
    CLI::App* command = program.add_subcommand("node", "Run a node: keep a chain, mine on it, answer over HTTP");
    command_ = command;
    add_reference_flags(*command);
    mining_.add_to(*command,
                   {" (default: wallet.json in the data directory, made at the first start)", "--wallet", "--threads"});
    add_listening(*command);
    add_stratum(*command);
    add_data(*command);
    add_peers(*command);
    add_log(*command);
    command->callback([this, &action] { action = [this] { return run(); }; });
}

// Before those that they stand for.
void NodeFlags::add_reference_flags(CLI::App& command) {
    add_bootstrap(command);
    add_stand_in(command, "--debug", "--log-level", "debug");
    command
        .add_option_function<std::string>(
            "--p2p-port", [this](const std::string&) { has_p2p_port_ = true; }, "Not used: peers talk over --port, too")
        ->option_text("P")
        ->group(kReferenceGroup);
}

void NodeFlags::add_listening(CLI::App& command) {
    command
        .add_option("--port,--api-port", options_.config.port,
                    "Where to listen (default: the first free one of 5000-5011; mainline 5000-5019)")
        ->check(CLI::Range(std::uint16_t{1}, std::uint16_t{65535}))
        ->option_text("P");
    command
        .add_option("--bind", options_.config.bind_address,
                    "The address to listen on (default 127.0.0.1; 0.0.0.0 lets everybody read and hand in)")
        ->check(CLI::ValidIPV4)
        ->default_str("127.0.0.1")
        ->option_text("ADDRESS");
}

void NodeFlags::add_stratum(CLI::App& command) {
    command
        .add_option("--stratum", options_.config.stratum_port,
                    "Where workers on other machines may join, and search for this node (default: nowhere)")
        ->check(CLI::Range(std::uint16_t{1}, std::uint16_t{65535}))
        ->option_text("PORT");
    command
        .add_option("--stratum-bind", options_.config.stratum_address,
                    "The address to listen on for workers (default: that of --bind)")
        ->check(CLI::ValidIPV4)
        ->option_text("ADDRESS");
}

void NodeFlags::add_data(CLI::App& command) {
    command
        .add_option("--data-dir", options_.config.data_directory,
                    "Where everything is kept (default: the network's own)")
        ->check(check_path)
        ->option_text("DIR");
    command.add_flag("--reindex", options_.config.reindexes,
                     "First rebuild the store from its blocks; needed once, after damage");
    network_.add_network(command);
    network_.add_difficulty(
        command, "The constant of a classic network (default: the data directory's, else what peers say, else 5)");
    command
        .add_option("--pin-genesis", options_.config.pinned_genesis,
                    "The hash of block 0: chains with another one are refused (default: any)")
        ->check(check_block_hash)
        ->option_text("HASH");
    command
        .add_option_function<std::string>(
            "--assume-valid",
            [this](const std::string& hash) { options_.config.assumed_valid = crypto::Hash256::from_hex(hash); },
            "A block that you vouch for: its signatures and those before it are not checked, all the rest is")
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
    CLI::Option* no_discover = command.add_flag_callback(
        "--no-discover", [this] { options_.config.discovers = false; },
        "Do not look for peers, and do not call those that peers name");
    command
        .add_option_function<std::string>(
            "--discover-ports",
            [this](const std::string& text) { options_.config.discover_ports = *parse_port_list(text); },
            "On which ports of this machine to look for peers, as in 5000-5011,6000 (default: the network's)")
        ->check(check_port_list)
        ->excludes(no_discover)
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
    add_log_flags(command, options_.log);
    command.add_flag("--quiet", options_.is_quiet, "Leave out the summary at the start");
}

std::string NodeFlags::complaint() const {
    if (network_.has_useless_difficulty()) return kUselessDifficulty;
    if (network_.network == chain::Network::mainline && !options_.config.pinned_genesis.empty())
        return "--pin-genesis is for --network classic: mainline has one block 0 only";
    if (options_.config.backend == node::BackendChoice::none && options_.config.block_limit)
        return "--blocks is for a node that mines: --backend none never does";
    if (!options_.config.stratum_address.empty() && !options_.config.stratum_port)
        return "--stratum-bind is for a node that workers may join: give --stratum PORT, too";
    return mining_.complaint();
}

Result<NodeOptions, Error> NodeFlags::options() {
    if (std::string wrong = complaint(); !wrong.empty()) return fail(Error{std::move(wrong)});
    mining_.finish();
    options_.config.network = network_.network;
    options_.config.difficulty = network_.difficulty;
    options_.given = given_texts(*command_);
    return options_;
}

ExitCode NodeFlags::run() {
    const auto told = options();
    if (!told) return complain(told.error().message, kUsage);
    if (has_p2p_port_) print_remark("chaincore: --p2p-port is not used: peers talk over the port of --port, too\n");
    return run_node(*told, reread_);
}

}  // namespace chaincore::cli
