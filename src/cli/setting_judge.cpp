// SPDX-License-Identifier: MIT
#include "cli/setting_judge.hpp"

#include "chaincore/chain/in_quotes.hpp"
#include "cli/command_options.hpp"
#include "cli/nearest_name.hpp"
#include "cli/setting_conflicts.hpp"
#include "cli/variable_value.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstring>
#include <map>
#include <set>

namespace chaincore::cli {
namespace {

// Tables that may be there: of commands, and of groups of commands.
std::vector<std::string> table_names(CLI::App& program) {
    std::set<std::string> names;
    for (const CLI::App* command : runnable_commands(program))
        for (; command->get_parent() != nullptr; command = command->get_parent()) names.insert(table_of(*command));
    return {names.begin(), names.end()};
}

// The commands that a table is for.
std::vector<CLI::App*> commands_of(CLI::App& program, const std::string& table) {
    std::vector<CLI::App*> commands;
    for (CLI::App* command : runnable_commands(program)) {
        const std::string name = table_of(*command);
        if (name == table || name.starts_with(table + ".")) commands.push_back(command);
    }
    return commands;
}

std::string expected_kind(const CLI::Option& option) {
    const std::string kind(kind_name(kind_of(option)));
    return is_list(option) ? kind + ", or an array of such" : kind;
}

std::string kind_fault(const CLI::Option& option, const Setting& setting) {
    if (setting.is_list && !is_list(option)) return "found an array, expected " + expected_kind(option);
    for (const SettingValue& value : setting.values) {
        const bool fits = value.kind == kind_of(option) ||
                          (value.kind == SettingKind::integer && kind_of(option) == SettingKind::number);
        if (!fits)
            return "found " + std::string(kind_name(value.kind)) + (setting.is_list ? " in an array" : "") +
                   ", expected " + expected_kind(option);
    }
    return {};
}

bool is_known(const std::string& table, const std::vector<std::string>& names) {
    return table.empty() || std::find(names.begin(), names.end(), table) != names.end();
}

// The table that it stands in; empty: none.
std::string above(const std::string& table) {
    const std::size_t end = table.rfind('.');
    return end == std::string::npos ? "" : table.substr(0, end);
}

class Judge {
public:
    Judge(CLI::App& scratch, const TomlSettings& says) : scratch_(scratch), says_(says), faults_(says.faults) {}

    std::vector<SettingFault> run() {
        const std::vector<std::string> names = table_names(scratch_);
        std::map<std::string, SettingSources> given;
        for (const TomlTable& table : says_.tables)
            if (!is_known(table.name, names) && is_known(above(table.name), names))
                add(table.line, "there is no command for the table " + chain::in_quotes(table.name) +
                                    did_you_mean(table.name, names));
        for (const Setting& setting : says_.settings)
            if (judge(setting)) given[setting.table][setting.key] = source_of(setting);
        for (const auto& [table, sources] : given) judge_pairs(table, sources);
        std::stable_sort(faults_.begin(), faults_.end(),
                         [](const SettingFault& one, const SettingFault& other) { return one.line < other.line; });
        return std::move(faults_);
    }

private:
    void add(std::size_t line, std::string message) { faults_.push_back({line, std::move(message)}); }

    static SettingSource source_of(const Setting& setting) {
        SettingSource source{{}, std::to_string(setting.line)};
        for (const SettingValue& value : setting.values) source.texts.push_back(value.text);
        return source;
    }

    bool judge(const Setting& setting) {
        if (setting.table.empty()) {
            add(setting.line, chain::in_quotes(setting.key) +
                                  " stands outside of all tables: expected it in that of a command, as in [node]");
            return false;
        }
        const std::vector<CLI::App*> commands = commands_of(scratch_, setting.table);
        if (commands.empty()) return false;  // the table has been complained about
        for (CLI::App* command : commands)
            if (CLI::Option* option = find_option(*command, setting.key); option != nullptr)
                return judge(setting, *option);
        add(setting.line,
            "[" + setting.table + "] has no key " + chain::in_quotes(setting.key) + guess(setting.key, commands));
        return false;
    }

    bool judge(const Setting& setting, CLI::Option& option) {
        std::string wrong = kind_fault(option, setting);
        std::vector<std::string> texts = source_of(setting).texts;
        option.clear();
        if (wrong.empty() && !is_idle(option, texts)) wrong = set_option(option, texts);
        if (wrong.empty()) return true;
        add(setting.line, setting.table + "." + setting.key + ": " + wrong);
        return false;
    }

    // An older name of a key, as flags have them, counts as that key.
    static std::string guess(const std::string& key, const std::vector<CLI::App*>& commands) {
        std::vector<std::string> keys;
        for (CLI::App* command : commands)
            for (const CLI::Option* option : settable_options(*command)) {
                const auto& names = option->get_lnames();
                if (std::find(names.begin(), names.end(), key) != names.end())
                    return ", did you mean " + key_of(*option) + "?";
                keys.push_back(key_of(*option));
            }
        const std::string nearest = did_you_mean(key, keys);
        return nearest.empty() ? ": chaincore config example " + table_of(*commands.front()) + " shows what there is"
                               : nearest;
    }

    void judge_pairs(const std::string& table, const SettingSources& given) {
        for (CLI::App* command : commands_of(scratch_, table)) {
            const auto pair = excluding_pair(*command, given);
            if (!pair) continue;
            return add(std::stoul(given.at(pair->key).name),
                       table + ": " + pair->key + " and " + pair->other + " exclude each other");
        }
    }

    CLI::App& scratch_;
    const TomlSettings& says_;
    std::vector<SettingFault> faults_;
};

}  // namespace

std::vector<SettingFault> judge_settings(CLI::App& scratch, const TomlSettings& says) {
    return Judge(scratch, says).run();
}

std::vector<std::string> judge_variables(CLI::App& scratch, const Environment& environment) {
    std::set<std::string> wrong;
    for (CLI::App* command : runnable_commands(scratch))
        if (auto applied = apply_sources(*command, environment, {}); !applied) wrong.insert(applied.error().message);
    return {wrong.begin(), wrong.end()};
}

std::vector<std::string> suspect_variables(CLI::App& program, const Environment& environment) {
    std::set<std::string> known = {kConfigVariable};
    for (CLI::App* command : runnable_commands(program))
        for (const CLI::Option* option : settable_options(*command)) known.insert(variable_of(*option));
    std::vector<std::string> names;  // all of them begin alike
    for (const std::string& name : known) names.push_back(name.substr(std::strlen(kVariablePrefix)));
    std::vector<std::string> suspects;
    for (const auto& [name, value] : environment) {
        if (known.contains(name)) continue;
        const std::string guess = nearest_name(name.substr(std::strlen(kVariablePrefix)), names);
        if (!guess.empty()) suspects.push_back(name + " sets nothing, did you mean " + kVariablePrefix + guess + "?");
    }
    return suspects;
}

}  // namespace chaincore::cli
