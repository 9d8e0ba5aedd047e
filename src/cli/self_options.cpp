// SPDX-License-Identifier: MIT
#include "cli/self_options.hpp"

#include "cli/version_command.hpp"

#include <CLI/CLI.hpp>

namespace chaincore::cli {

SelfFlags::SelfFlags(CLI::App& program, Action& action) : action_(action) { add_version(program); }

void SelfFlags::add_version(CLI::App& program) {
    CLI::App* command = program.add_subcommand("version", "Say which program this is, and what it was built with");
    command->add_flag("--json", json_, "Print it as one JSON object");
    command->callback([this] { action_ = [this] { return show_version(json_); }; });
}

}  // namespace chaincore::cli
