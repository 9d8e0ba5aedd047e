// SPDX-License-Identifier: MIT
// What of the commands can be set elsewhere than on the command line: each flag with a long name has a key, a variable
// of the environment, and a kind of value. The main thread.
#pragma once

#include "cli/setting.hpp"

#include <map>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace chaincore::cli {

// Of what is there for the command lines of the reference alone: no keys, no variables.
inline constexpr const char* kReferenceGroup = "Flags of the reference";

std::vector<CLI::Option*> settable_options(CLI::App& command);
CLI::Option* find_option(CLI::App& command, const std::string& key);

std::string key_of(const CLI::Option& option);       // min-block-interval
std::string variable_of(const CLI::Option& option);  // CHAINCORE_MIN_BLOCK_INTERVAL
SettingKind kind_of(const CLI::Option& option);
bool is_list(const CLI::Option& option);  // the flag may be given more than once
bool is_given(const CLI::Option& option);
std::vector<std::string> texts_of(const CLI::Option& option);
// The texts as values of the option's kind.
std::vector<SettingValue> values_of(const CLI::Option& option, const std::vector<std::string>& texts);
// They leave it as it is: an empty list, a flag that is not to be given.
bool is_idle(const CLI::Option& option, const std::vector<std::string>& texts);

// What is given, by key: the values as TOML.
std::map<std::string, std::string> given_texts(CLI::App& command);

std::string table_of(const CLI::App& command);  // node, wallet.send
// The command with that table, the program itself left out; nullptr: there is none.
CLI::App* find_command(CLI::App& program, const std::string& table);
// A command of the program, or a group: whether flags of it can stand in the environment and in the file. Those that
// show the configuration or the program itself work whatever is written there.
bool takes_settings(const CLI::App& command);
// Every command that can be run, in the order of --help, of those that take settings.
std::vector<CLI::App*> runnable_commands(CLI::App& program);
// The command that was given, with those that it belongs to.
CLI::App* chosen_command(CLI::App& program);

// As behind the flag. The sentence says what is wrong with them; empty: they are taken.
std::string set_option(CLI::Option& option, const std::vector<std::string>& texts);

}  // namespace chaincore::cli
