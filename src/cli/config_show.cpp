// SPDX-License-Identifier: MIT
#include "cli/config_show.hpp"

#include "cli/command_options.hpp"
#include "cli/command_tree.hpp"
#include "cli/json_output.hpp"
#include "cli/message.hpp"
#include "cli/setting_effective.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace chaincore::cli {
namespace {

using nlohmann::ordered_json;

ordered_json to_json(const SettingValue& value) {
    if (value.kind == SettingKind::text) return value.text;
    const ordered_json parsed = ordered_json::parse(value.text, nullptr, false);
    return parsed.is_discarded() ? ordered_json(value.text) : parsed;  // 1e6 is a number, .5 is none of JSON's
}

ordered_json to_json(const EffectiveSetting& setting) {
    ordered_json list = ordered_json::array();
    for (const SettingValue& value : setting.values) list.push_back(to_json(value));
    const ordered_json one = list.empty() ? ordered_json() : list.front();
    return {{"key", setting.key}, {"value", setting.is_list ? list : one}, {"source", setting.source}};
}

void print_json(const std::string& table, const ConfigFile& file, const std::vector<EffectiveSetting>& settings) {
    ordered_json list = ordered_json::array();
    for (const EffectiveSetting& setting : settings) list.push_back(to_json(setting));
    const ordered_json path = file.path.empty() ? ordered_json() : ordered_json(file.path.string());
    print_json_line({{"command", table}, {"file", path}, {"settings", std::move(list)}});
}

// What has no value is a comment: the output is a configuration file that says the same.
std::string left_side(const EffectiveSetting& setting) {
    const bool has_value = !setting.values.empty() || (setting.is_list && setting.source != "default");
    if (has_value) return setting.key + " = " + to_toml(setting.values, setting.is_list);
    return "# " + setting.key;
}

std::string right_side(const EffectiveSetting& setting) {
    if (setting.source != "default" || !setting.values.empty()) return setting.source;
    return setting.default_text.empty() ? "not set" : "default: " + setting.default_text;
}

void print_table(const std::string& table, const ConfigFile& file, const std::vector<EffectiveSetting>& settings) {
    constexpr std::size_t kWidest = 40;
    std::size_t width = 0;
    for (const EffectiveSetting& setting : settings) width = std::max(width, left_side(setting).size());
    width = std::min(width, kWidest);
    print_out(file.path.empty() ? "# no configuration file\n" : "# " + file.path.string() + "\n");
    print_out("[" + table + "]\n");
    for (const EffectiveSetting& setting : settings)
        print_out(fmt::format("{:<{}}  # {}\n", left_side(setting), width, right_side(setting)));
}

}  // namespace

ExitCode config_show(const std::vector<std::string>& words, const std::string& config_path, bool json) {
    std::vector<std::string> command = words;
    if (command.empty() || command.front().starts_with('-')) command.insert(command.begin(), "node");
    if (!config_path.empty()) command.insert(command.begin(), {"--config", config_path});
    CommandTree commands;
    commands.require_nothing();
    if (const auto action = commands.parse(command); !action) return complain(action.error().message, kUsage);
    CLI::App& chosen = *chosen_command(commands.program());
    const auto settings = effective_settings(chosen, commands.sources());
    if (json)
        print_json(table_of(chosen), commands.file(), settings);
    else
        print_table(table_of(chosen), commands.file(), settings);
    return kDone;
}

}  // namespace chaincore::cli
