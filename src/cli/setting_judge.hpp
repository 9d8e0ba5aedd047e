// SPDX-License-Identifier: MIT
// Whether the commands know what a configuration file and the environment set, and take it. The main thread.
#pragma once

#include "cli/config_file.hpp"
#include "cli/environment.hpp"

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace chaincore::cli {

// All that is wrong in the file, in the order of the lines. scratch: the commands, which are of no use for anything
// else afterwards.
std::vector<SettingFault> judge_settings(CLI::App& scratch, const TomlSettings& says);

// Sentences about variables whose values no command takes.
std::vector<std::string> judge_variables(CLI::App& scratch, const Environment& environment);

// Sentences about variables that look like a misspelt one. Others may be for somebody else.
std::vector<std::string> suspect_variables(CLI::App& program, const Environment& environment);

}  // namespace chaincore::cli
