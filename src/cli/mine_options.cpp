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
#include "cli/stratum_user.hpp"

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
    command_ = command;
    add_nodes(*command);
    add_reference_flags(*command);
    mining_.add_to(*command,
                   {", or the address itself, where --mine-to is not given", "-w,--wallet", "--threads,--workers"});
    command->get_option("--wallet")->check(check_payee)->option_text("FILE|ADDRESS");
    add_user(*command);
    add_log_flags(*command, options_.log);
    command->add_flag("--quiet", options_.is_quiet, "Leave out the summary at the start");
    command->callback([this, &action] { action = [this] { return run(); }; });
}

void MineFlags::add_nodes(CLI::App& command) {
    command
        .add_option_function<std::vector<std::string>>(
            "-o,-n,--url,--node", [this](const std::vector<std::string>& urls) { take_nodes(urls); },
            "The node to mine for, http:// or stratum+tcp://; where there are more, the first that answers")
        ->allow_extra_args(false)
        ->check(check_miners_node_url)
        ->option_text("URL");
}

// One that is no http:// URL where others are is found by stratum_complaint().
void MineFlags::take_nodes(const std::vector<std::string>& urls) {
    for (const std::string& url : urls) {
        const bool is_stratum = net::is_stratum_url(url);
        if (!options_.nodes.empty() && is_stratum != options_.speaks_stratum) mixes_schemes_ = true;
        options_.speaks_stratum = is_stratum;
        options_.nodes.push_back(is_stratum ? *net::parse_stratum_endpoint(url) : *net::parse_endpoint(url));
    }
}

void MineFlags::add_user(CLI::App& command) {
    command
        .add_option("-u,--user", user_,
                    "Who is paid, and which machine this is, for stratum+tcp:// nodes (default: --mine-to or --wallet, "
                    "and the host's name)")
        ->check(check_user)
        ->excludes(command.get_option("--mine-to"), command.get_option("--wallet"))
        ->option_text("ADDRESS[.WORKER]");
    command.add_option("-p,--password", password_, "Taken and not looked at, for who is used to it")
        ->option_text("TEXT");
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

std::string MineFlags::stratum_complaint() const {
    if (mixes_schemes_) return "--url: http:// and stratum+tcp:// are two ways to mine: give nodes of one of them only";
    if (!options_.speaks_stratum)
        return user_.empty() ? "" : "--user is for stratum+tcp:// nodes: for http:// give --mine-to or --wallet";
    if (shows_stats_) return "--stats asks an http:// node: a stratum+tcp:// node tells nothing of itself";
    if (command_->count("--min-block-interval") > 0)
        return "--min-block-interval is the node's affair where it gives out work by stratum+tcp://: leave it out";
    return {};
}

void MineFlags::name_worker() {
    if (!options_.speaks_stratum) return;
    const StratumUser user = split_user(user_);
    if (!user.address.empty()) options_.config.mine_to = user.address;
    options_.worker_name = user.worker.empty() ? own_worker_name() : user.worker;
}

ExitCode MineFlags::run() {
    if (shows_cores_) return list_devices({});
    if (options_.nodes.empty()) return complain("--url is required: the node to mine for, -o URL", kUsage);
    if (const std::string wrong = stratum_complaint(); !wrong.empty()) return complain(wrong, kUsage);
    if (shows_stats_) return print_node_stats(options_.nodes);
    take_address_as_payee();
    name_worker();
    const node::NodeConfig& config = options_.config;
    if (config.backend == node::BackendChoice::none)
        return complain("--backend none searches nothing: chaincore mine does nothing else", kUsage);
    if (config.mine_to.empty() && config.wallet_file.empty())
        return complain(options_.speaks_stratum
                            ? "nobody is paid for the blocks: give --user ADDRESS, --mine-to ADDRESS or --wallet FILE"
                            : "nobody is paid for the blocks: give --mine-to ADDRESS or --wallet FILE",
                        kUsage);
    if (const std::string wrong = mining_.complaint(); !wrong.empty()) return complain(wrong, kUsage);
    mining_.finish();
    return mine(options_);
}

}  // namespace chaincore::cli
