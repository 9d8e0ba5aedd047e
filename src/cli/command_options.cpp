// SPDX-License-Identifier: MIT
#include "cli/command_options.hpp"

#include "cli/environment.hpp"

#include <CLI/CLI.hpp>

#include <cctype>
#include <set>

namespace chaincore::cli {
namespace {

bool is_settable(const CLI::Option& option) {
    return !option.get_lnames().empty() && option.get_configurable() && option.get_group() != kReferenceGroup;
}

bool is_flag(const CLI::Option& option) { return option.get_items_expected_max() == 0; }

void add_runnable(CLI::App& command, std::vector<CLI::App*>& commands) {
    const auto children = command.get_subcommands({});
    if (children.empty()) commands.push_back(&command);
    for (CLI::App* child : children)
        if (takes_settings(*child)) add_runnable(*child, commands);
}

}  // namespace

std::vector<CLI::Option*> settable_options(CLI::App& command) {
    return command.get_options([](const CLI::Option* option) { return is_settable(*option); });
}

CLI::Option* find_option(CLI::App& command, const std::string& key) {
    for (CLI::Option* option : settable_options(command))
        if (key_of(*option) == key) return option;
    return nullptr;
}

std::string key_of(const CLI::Option& option) { return option.get_lnames().front(); }

std::string variable_of(const CLI::Option& option) {
    std::string name = kVariablePrefix;
    for (const char c : key_of(option))
        name += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return name;
}

SettingKind kind_of(const CLI::Option& option) {
    if (is_flag(option)) return SettingKind::boolean;
    const std::string type = option.get_type_name();  // and what is checked
    if (type.starts_with("UINT") || type.starts_with("INT")) return SettingKind::integer;
    return type.starts_with("FLOAT") ? SettingKind::number : SettingKind::text;
}

bool is_list(const CLI::Option& option) { return option.get_items_expected_max() > 1; }

bool is_given(const CLI::Option& option) { return option.count() > 0; }

std::vector<std::string> texts_of(const CLI::Option& option) { return option.results(); }

std::vector<SettingValue> values_of(const CLI::Option& option, const std::vector<std::string>& texts) {
    std::vector<SettingValue> values;
    for (const std::string& text : texts) values.push_back({kind_of(option), text});
    return values;
}

bool is_idle(const CLI::Option& option, const std::vector<std::string>& texts) {
    return texts.empty() || (is_flag(option) && texts == std::vector<std::string>{"false"});
}

std::map<std::string, std::string> given_texts(CLI::App& command) {
    std::map<std::string, std::string> given;
    for (const CLI::Option* option : settable_options(command))
        if (is_given(*option))
            given[key_of(*option)] = to_toml(values_of(*option, texts_of(*option)), is_list(*option));
    return given;
}

std::string table_of(const CLI::App& command) {
    const CLI::App* parent = command.get_parent();
    if (parent == nullptr) return {};
    const std::string above = table_of(*parent);
    return above.empty() ? command.get_name() : above + "." + command.get_name();
}

CLI::App* find_command(CLI::App& program, const std::string& table) {
    for (CLI::App* command : program.get_subcommands({})) {
        if (table_of(*command) == table) return command;
        if (CLI::App* child = find_command(*command, table); child != nullptr) return child;
    }
    return nullptr;
}

bool takes_settings(const CLI::App& command) {
    static const std::set<std::string> kWithout = {"config", "version", "completion", "manual"};
    return !kWithout.contains(command.get_name());
}

std::vector<CLI::App*> runnable_commands(CLI::App& program) {
    std::vector<CLI::App*> commands;
    add_runnable(program, commands);
    return commands;
}

CLI::App* chosen_command(CLI::App& program) {
    CLI::App* command = &program;
    while (!command->get_subcommands().empty()) command = command->get_subcommands().front();
    return command;
}

std::string set_option(CLI::Option& option, const std::vector<std::string>& texts) {
    try {
        option.add_result(texts);
        option.run_callback();
    } catch (const CLI::Error& error) {
        const std::string said = error.what();
        const std::string prefix = option.get_name() + ": ";
        return said.starts_with(prefix) ? said.substr(prefix.size()) : said;
    }
    return {};
}

}  // namespace chaincore::cli
