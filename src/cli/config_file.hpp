// SPDX-License-Identifier: MIT
// The configuration file: where it is, and what it says, whatever the commands make of it. The main thread.
#pragma once

#include "chaincore/util/result.hpp"
#include "cli/toml_settings.hpp"

#include <filesystem>
#include <string>

namespace chaincore::cli {

struct ConfigFile {
    std::filesystem::path path;  // empty: there is none
    TomlSettings says;
};

// path: which one is meant; empty for the default one, which need not be there.
Result<ConfigFile, Error> read_config_file(const std::string& path);

// "config.toml:3: " and the message; of a text that is no TOML its line, too.
std::string sentence_about(const ConfigFile& file, const SettingFault& fault);

}  // namespace chaincore::cli
