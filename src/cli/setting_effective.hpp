// SPDX-License-Identifier: MIT
// What a command is told in the end, flag by flag, and by whom. The main thread.
#pragma once

#include "cli/setting_sources.hpp"

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace chaincore::cli {

struct EffectiveSetting {
    std::string key;
    std::vector<SettingValue> values;  // none: nobody says, and the default is no plain value
    bool is_list = false;
    std::string source;        // "default", or as in SettingSource
    std::string default_text;  // for people: "the network's own"; empty: nothing
    std::string description;   // of the flag, as in --help
    std::string value_name;    // how --help calls the value: PORT, URL
};

std::vector<EffectiveSetting> effective_settings(CLI::App& command, const SettingSources& sources);

// What a description says in brackets of the default.
std::string default_in(const std::string& description);

}  // namespace chaincore::cli
