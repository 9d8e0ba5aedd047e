// SPDX-License-Identifier: MIT
#include "cli/setting_effective.hpp"

#include "cli/command_options.hpp"

#include <CLI/CLI.hpp>

namespace chaincore::cli {
namespace {

std::vector<SettingValue> default_values(const CLI::Option& option) {
    if (kind_of(option) == SettingKind::boolean) return {{SettingKind::boolean, "false"}};
    const std::string text = option.get_default_str();
    return text.empty() ? std::vector<SettingValue>() : values_of(option, {text});
}

// As it would be written in a file, whatever CLI11 makes of it.
std::vector<SettingValue> given_values(const CLI::Option& option, const SettingSource& source) {
    auto values = values_of(option, source.texts);
    if (!is_list(option) && values.size() > 1) values.erase(values.begin(), values.end() - 1);
    return values;
}

}  // namespace

std::vector<EffectiveSetting> effective_settings(CLI::App& command, const SettingSources& sources) {
    std::vector<EffectiveSetting> settings;
    for (const CLI::Option* option : settable_options(command)) {
        const auto source = sources.find(key_of(*option));
        const bool is_set = source != sources.end();
        settings.push_back({key_of(*option), is_set ? given_values(*option, source->second) : default_values(*option),
                            is_list(*option), is_set ? source->second.name : "default",
                            default_in(option->get_description()), option->get_description(),
                            option->get_option_text()});
    }
    return settings;
}

std::string default_in(const std::string& description) {
    const std::string begin = "(default";
    const std::size_t place = description.rfind(begin);
    if (place == std::string::npos) return {};
    const std::size_t first = description.find_first_not_of(": ", place + begin.size());
    std::size_t depth = 1;
    for (std::size_t i = first; i < description.size(); ++i) {
        depth += description[i] == '(' ? 1U : 0U;
        depth -= description[i] == ')' ? 1U : 0U;
        if (depth == 0) return description.substr(first, i - first);
    }
    return {};
}

}  // namespace chaincore::cli
