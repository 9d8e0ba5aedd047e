// SPDX-License-Identifier: MIT
#include "cli/view_options.hpp"

#include "cli/option_checks.hpp"
#include "cli/top_command.hpp"

#include <CLI/CLI.hpp>

namespace chaincore::cli {

ViewFlags::ViewFlags(CLI::App& program, Action& action) {
    CLI::App* status = add_command(program, "status", "Show a running node, of the reference or ours");
    status->add_flag("--json", options_.json, "Print what the node answers, as it is");
    status->callback([this, &action] { action = [this] { return show_status(options_); }; });

    CLI::App* peers = add_command(program, "peers", "Show the peers of a running node, and how well each answers");
    peers->add_flag("--json", options_.json, "Print what the node answers, as it is");
    peers->callback([this, &action] { action = [this] { return show_peers(options_); }; });

    CLI::App* page = add_command(program, "top", "Watch a running node until q is pressed");
    page->add_option("--interval", options_.interval_seconds, "How many seconds a page stands (default 2)")
        ->check(check_finite)
        ->check(CLI::Range(0.2, 3600.0))
        ->option_text("S");
    page->callback([this, &action] { action = [this] { return top(options_); }; });
}

CLI::App* ViewFlags::add_command(CLI::App& program, const char* name, const char* description) {
    CLI::App* command = program.add_subcommand(name, description);
    command
        ->add_option_function<std::string>(
            "-n,--node", [this](const std::string& url) { options_.node = *net::parse_endpoint(url); },
            "The node to ask (default: http://localhost:5000)")
        ->check(check_node_url)
        ->option_text("URL");
    return command;
}

}  // namespace chaincore::cli
