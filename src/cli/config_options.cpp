// SPDX-License-Identifier: MIT
#include "cli/config_options.hpp"

#include "cli/config_check.hpp"
#include "cli/config_example.hpp"
#include "cli/config_show.hpp"

#include <CLI/CLI.hpp>

namespace chaincore::cli {

ConfigFlags::ConfigFlags(CLI::App& program, Action& action, const std::string& config_path)
    : action_(action), config_path_(config_path) {
    CLI::App* config = program.add_subcommand("config", "The configuration: file, environment and flags");
    config->require_subcommand(1);
    add_show(*config);
    add_check(*config);
    add_example(*config);
}

// What stands behind the command is its own to judge.
void ConfigFlags::add_show(CLI::App& config) {
    CLI::App* command = config.add_subcommand(
        "show", "Print what a command is told, and by whom: [COMMAND [FLAGS]], as it would be run (default: node)");
    command->add_flag("--json", json_, "Print it as one JSON object");
    command->prefix_command();
    command->callback([this, command] {
        action_ = [this, words = command->remaining()] { return config_show(words, config_path_, json_); };
    });
}

void ConfigFlags::add_check(CLI::App& config) {
    CLI::App* command = config.add_subcommand("check", "Say whether the file and the environment are right");
    command->add_option("FILE", file_, "The file (default: that of --config, else the user's own)");
    command->callback([this] { action_ = [this] { return config_check(file_.empty() ? config_path_ : file_); }; });
}

void ConfigFlags::add_example(CLI::App& config) {
    CLI::App* command = config.add_subcommand("example", "Print a file with all keys of a command, as comments");
    command->add_option("COMMAND", command_, "node (the default), mine, wallet.send, ...");
    command->callback([this] { action_ = [this] { return config_example(command_); }; });
}

}  // namespace chaincore::cli
