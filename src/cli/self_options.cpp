// SPDX-License-Identifier: MIT
#include "cli/self_options.hpp"

#include "cli/completion_command.hpp"
#include "cli/version_command.hpp"

#include <CLI/CLI.hpp>

#include <string>

namespace chaincore::cli {

SelfFlags::SelfFlags(CLI::App& program, Action& action) : action_(action) {
    add_version(program);
    add_completion(program);
}

void SelfFlags::add_version(CLI::App& program) {
    CLI::App* command = program.add_subcommand("version", "Say which program this is, and what it was built with");
    command->add_flag("--json", json_, "Print it as one JSON object");
    command->callback([this] { action_ = [this] { return show_version(json_); }; });
}

void SelfFlags::add_completion(CLI::App& program) {
    CLI::App* completion = program.add_subcommand("completion", "Have a shell complete our command lines");
    completion->require_subcommand(1);
    for (const std::string shell : {"bash", "zsh", "fish"})
        completion->add_subcommand(shell, "Print the script that " + shell + " loads")->callback([this, shell] {
            action_ = [shell] { return print_completion_script(shell); };
        });
    CLI::App* candidates = completion->add_subcommand(
        "candidates", "Print what can stand at the end of a command line, for those scripts");
    candidates->add_option("WORDS", words_, "-- and the words so far; the last is the one that is typed");
    candidates->callback([this] { action_ = [this] { return print_candidates(words_); }; });
}

}  // namespace chaincore::cli
