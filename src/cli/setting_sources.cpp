// SPDX-License-Identifier: MIT
#include "cli/setting_sources.hpp"

#include "cli/command_options.hpp"
#include "cli/setting_conflicts.hpp"
#include "cli/variable_value.hpp"

#include <CLI/CLI.hpp>

#include <utility>

namespace chaincore::cli {
namespace {

SettingSources on_command_line(CLI::App& command) {
    SettingSources given;
    for (const CLI::Option* option : settable_options(command))
        if (is_given(*option)) given[key_of(*option)] = {texts_of(*option), kFlagSource};
    return given;
}

Result<SettingSources, Error> in_environment(CLI::App& command, const Environment& environment) {
    SettingSources given;
    for (const CLI::Option* option : settable_options(command)) {
        const std::string name = variable_of(*option);
        const auto variable = environment.find(name);
        if (variable == environment.end()) continue;
        const auto texts = read_variable(variable->second, kind_of(*option), is_list(*option));
        if (!texts) return fail(Error{name + ": " + texts.error().message});
        given[key_of(*option)] = {*texts, name};
    }
    return given;
}

SettingSources in_table(const std::string& table, const ConfigFile& file) {
    SettingSources given;
    for (const Setting& setting : file.says.settings) {
        if (setting.table != table) continue;
        SettingSource& source = given[setting.key];
        source.name = file.path.string() + ":" + std::to_string(setting.line);
        for (const SettingValue& value : setting.values) source.texts.push_back(value.text);
    }
    return given;
}

// One source after another, the strongest first.
class Layers {
public:
    Layers(CLI::App& command, SettingSources flags) : command_(command), taken_(std::move(flags)) {}

    Result<void, Error> add(const SettingSources& layer) {
        SettingSources added;
        for (const CLI::Option* option : settable_options(command_)) {
            const auto found = layer.find(key_of(*option));
            if (found != layer.end() && !is_decided(*option)) added.insert(*found);
        }
        if (const auto pair = excluding_pair(command_, added))
            return fail(
                Error{added.at(pair->key).name + ": " + pair->key + " and " + pair->other + " exclude each other"});
        for (const auto& [key, source] : added) {
            CLI::Option& option = *find_option(command_, key);
            if (is_idle(option, source.texts)) continue;
            const std::string wrong = set_option(option, source.texts);
            if (!wrong.empty()) return fail(Error{source.name + ": " + key + ": " + wrong});
        }
        taken_.merge(added);
        return {};
    }

    SettingSources finish() { return std::move(taken_); }

private:
    bool is_decided(const CLI::Option& option) const {
        return taken_.contains(key_of(option)) || is_silenced(option, taken_);
    }

    CLI::App& command_;
    SettingSources taken_;
};

}  // namespace

Result<SettingSources, Error> apply_sources(CLI::App& command, const Environment& environment, const ConfigFile& file) {
    Layers layers(command, on_command_line(command));
    const auto variables = in_environment(command, environment);
    if (!variables) return fail(variables.error());
    if (auto added = layers.add(*variables); !added) return fail(added.error());
    // What a table says of one command counts more than what is said of all in its group.
    for (const CLI::App* table = &command; table->get_parent() != nullptr; table = table->get_parent())
        if (auto added = layers.add(in_table(table_of(*table), file)); !added) return fail(added.error());
    return layers.finish();
}

}  // namespace chaincore::cli
