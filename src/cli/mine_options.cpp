// SPDX-License-Identifier: MIT
#include "cli/mine_options.hpp"

#include "chaincore/crypto/address.hpp"
#include "cli/command_options.hpp"
#include "cli/devices.hpp"
#include "cli/log_options.hpp"
#include "cli/message.hpp"
#include "cli/node_stats.hpp"
#include "cli/option_checks.hpp"
#include "cli/reference_options.hpp"

#include <CLI/CLI.hpp>

#include <filesystem>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace chaincore::cli {
namespace {

bool is_there(const std::string& path) {
    std::error_code ignored;
    return std::filesystem::exists(path, ignored);
}

// The reference's client has an address behind the same flag.
std::string check_payee(const std::string& text) {
    if (is_there(text) || crypto::is_valid_address(text)) return {};
    return "\"" + text + "\" is neither a wallet file that is there nor an address";
}

// Of the reference's client, and of no use here.
void refuse_the_rest(CLI::App& command) {
    add_refused_flag(command, "--timeout", "a search goes on until its template is outdated; there is no limit to set",
                     true);
    add_refused_flag(command, "--retries", "a node that fails is asked again until it answers", true);
    add_refused_flag(command, "--refresh-interval", "templates are fetched when the node's tip or payments change",
                     true);
    add_refused_flag(command, "--worker-range", "threads share the nonces by themselves", true);
    add_refused_flag(command, "--difficulty-range", "whatever the node asks for is searched", true);
    add_refused_flag(command, "--require-tls", "nodes speak HTTP without TLS; put a tunnel between", false);
}

}  // namespace

MineFlags::MineFlags(CLI::App& program, Action& action) {
    CLI::App* command =
        program.add_subcommand("mine", "Mine for a node, of the reference or ours, that runs elsewhere");
    add_nodes(*command);
    add_reference_flags(*command);
    mining_.add_to(*command,
                   {", or the address itself, where --mine-to is not given", "-w,--wallet", "--threads,--workers"});
    command->get_option("--wallet")->check(check_payee)->option_text("FILE|ADDRESS");
    add_log_flags(*command, options_.log);
    command->add_flag("--quiet", options_.is_quiet, "Leave out the summary at the start");
    command->callback([this, &action] { action = [this] { return run(); }; });
}

void MineFlags::add_nodes(CLI::App& command) {
    command
        .add_option_function<std::vector<std::string>>(
            "-o,-n,--url,--node",
            [this](const std::vector<std::string>& urls) {
                for (const std::string& url : urls) options_.nodes.push_back(*net::parse_endpoint(url));
            },
            "The node to mine for; where there are more, the first that answers")
        ->allow_extra_args(false)
        ->check(check_node_url)
        ->option_text("URL");
}

void MineFlags::add_reference_flags(CLI::App& command) {
    add_stand_in(command, "--single-core", "--threads", "1");
    add_stand_in(command, "-v,--verbose", "--log-level", "debug");
    add_idle_flag(command, "--disable-affinity", "As it is without --affinity");
    command.add_flag("--show-cores", shows_cores_, "List what this machine can search with, and end")
        ->group(kReferenceGroup);
    command.add_flag("--stats", shows_stats_, "Print what the node says of itself, and end")->group(kReferenceGroup);
    refuse_the_rest(command);
}

void MineFlags::take_address_as_payee() {
    node::NodeConfig& config = options_.config;
    if (config.wallet_file.empty() || is_there(config.wallet_file.string())) return;
    config.mine_to = std::exchange(config.wallet_file, {}).string();
}

ExitCode MineFlags::run() {
    if (shows_cores_) return list_devices({});
    if (options_.nodes.empty()) return complain("--url is required: the node to mine for, -o URL", kUsage);
    if (shows_stats_) return print_node_stats(options_.nodes);
    take_address_as_payee();
    const node::NodeConfig& config = options_.config;
    if (config.backend == node::BackendChoice::none)
        return complain("--backend none searches nothing: chaincore mine does nothing else", kUsage);
    if (config.mine_to.empty() && config.wallet_file.empty())
        return complain("nobody is paid for the blocks: give --mine-to ADDRESS or --wallet FILE", kUsage);
    if (const std::string wrong = mining_.complaint(); !wrong.empty()) return complain(wrong, kUsage);
    mining_.finish();
    return mine(options_);
}

}  // namespace chaincore::cli
