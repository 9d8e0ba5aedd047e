// SPDX-License-Identifier: MIT
#include "cli/mine_options.hpp"

#include "cli/log_options.hpp"
#include "cli/message.hpp"
#include "cli/option_checks.hpp"

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

namespace chaincore::cli {

MineFlags::MineFlags(CLI::App& program, Action& action) {
    CLI::App* command =
        program.add_subcommand("mine", "Mine for a node, of the reference or ours, that runs elsewhere");
    add_nodes(*command);
    mining_.add_to(*command, ", where --mine-to is not given");
    add_log_flags(*command, options_.log);
    command->callback([this, &action] { action = [this] { return run(); }; });
}

void MineFlags::add_nodes(CLI::App& command) {
    command
        .add_option_function<std::vector<std::string>>(
            "-o,--url",
            [this](const std::vector<std::string>& urls) {
                for (const std::string& url : urls) options_.nodes.push_back(*net::parse_endpoint(url));
            },
            "The node to mine for; where there are more, the first that answers")
        ->required()
        ->allow_extra_args(false)
        ->check(check_node_url)
        ->option_text("URL");
}

ExitCode MineFlags::run() {
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
