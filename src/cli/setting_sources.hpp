// SPDX-License-Identifier: MIT
// Where a command's flags get their values from when the command line does not say: from the environment, else from the
// configuration file (docs/configuration.md, "What counts more"). The main thread.
#pragma once

#include "chaincore/util/result.hpp"
#include "cli/config_file.hpp"
#include "cli/environment.hpp"

#include <map>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace chaincore::cli {

inline constexpr const char* kFlagSource = "flag";

// What was found for a flag.
struct SettingSource {
    std::vector<std::string> texts;  // as behind the flag; "false" for a flag that is not to be given
    std::string name;                // "flag", "CHAINCORE_PORT", "config.toml:3"
};

// By the keys of the flags.
using SettingSources = std::map<std::string, SettingSource>;

// Gives the flags of the command that are not on the command line their values, and says where each that has one got it
// from. What a stronger source excludes stays as it is. The file's names and kinds have been judged. An Error names the
// source.
Result<SettingSources, Error> apply_sources(CLI::App& command, const Environment& environment, const ConfigFile& file);

}  // namespace chaincore::cli
