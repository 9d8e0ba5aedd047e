// SPDX-License-Identifier: MIT
#include "cli/self_options.hpp"

#include "cli/completion_command.hpp"
#include "cli/manual_command.hpp"
#include "cli/version_command.hpp"

#include <CLI/CLI.hpp>

#include <string>

namespace chaincore::cli {

SelfFlags::SelfFlags(CLI::App& program, Action& action) : action_(action) {
    add_version(program);
    add_completion(program);
    add_manual(program);
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

void SelfFlags::add_manual(CLI::App& program) {
    CLI::App* command = program.add_subcommand("manual", "Print a page of the manual: [COMMAND]");
    command->add_option("--all", manual_directory_, "Write all pages, as files, into this directory")
        ->check(CLI::ExistingDirectory)
        ->option_text("DIR");
    command->prefix_command();
    command->callback([this, command] {
        action_ = [this, words = command->remaining()] {
            return manual_directory_.empty() ? print_manual(words) : write_manual(manual_directory_);
        };
    });
}

}  // namespace chaincore::cli
