// SPDX-License-Identifier: MIT
// The settings in a text of TOML, whatever they are called: shape and types are judged here, names and values where the
// flags are known. Any thread.
#pragma once

#include "cli/setting.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace chaincore::cli {

struct TomlTable {
    std::string name;  // "node", "wallet.send"
    std::size_t line = 0;
};

// In the order of their lines.
struct TomlSettings {
    std::vector<TomlTable> tables;
    std::vector<Setting> settings;
    std::vector<SettingFault> faults;  // what is no TOML ends the reading: nothing else is there then
};

TomlSettings read_toml_settings(std::string_view text);

}  // namespace chaincore::cli
