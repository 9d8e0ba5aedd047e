// SPDX-License-Identifier: MIT
#include "cli/completion.hpp"

#include "chaincore/miner/kernel.hpp"
#include "cli/command_options.hpp"
#include "cli/data_path.hpp"
#include "cli/option_choices.hpp"
#include "cli/wallet_directory.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace chaincore::cli {
namespace {

using Paths = Completion::Paths;

// Where the words before the last one lead.
struct Place {
    CLI::App* command = nullptr;
    std::size_t arguments = 0;      // of the command, that are no flags
    CLI::Option* flag = nullptr;    // whose value comes next
    bool has_flags_behind = false;  // no flag comes any more
};

bool looks_like_flag(const std::string& word) { return word.size() > 1 && word.front() == '-'; }

bool takes_value(const CLI::Option& option) { return option.get_items_expected_max() > 0; }

CLI::Option* flag_of(CLI::App& command, const std::string& word) {
    return command.get_option_no_throw(word.substr(0, word.find('=')));
}

CLI::App* child_of(CLI::App& command, const std::string& name) {
    for (CLI::App* child : command.get_subcommands({}))
        if (child->get_name() == name) return child;
    return nullptr;
}

// Behind `config show` and `manual` another command of the program may stand.
CLI::App* command_behind(CLI::App& program, const CLI::App& command, const std::string& word) {
    return command.get_prefix_command() ? child_of(program, word) : nullptr;
}

void step(CLI::App& program, Place& place, const std::string& word) {
    if (place.flag != nullptr) {
        place.flag = nullptr;
    } else if (word == "--") {
        place.has_flags_behind = true;
    } else if (looks_like_flag(word) && !place.has_flags_behind) {
        CLI::Option* flag = flag_of(*place.command, word);
        const bool is_whole = flag == nullptr || !takes_value(*flag) || word.find('=') != std::string::npos;
        place.flag = is_whole ? nullptr : flag;
    } else if (CLI::App* child = child_of(*place.command, word); child != nullptr) {
        place.command = child;
    } else if (CLI::App* other = command_behind(program, *place.command, word); other != nullptr) {
        place.command = other;
    } else {
        ++place.arguments;
    }
}

Place find_place(CLI::App& program, const std::vector<std::string>& words) {
    Place place{&program};
    for (std::size_t i = 0; i + 1 < words.size(); ++i) step(program, place, words[i]);
    return place;
}

std::string value_name(const CLI::Option& option) {
    const std::string name = option.get_option_text();
    return name.empty() ? option.get_name(true) : name;
}

Paths paths_of(const CLI::Option& option) {
    const std::string name = value_name(option);
    if (name.starts_with("FILE") || name == "TRANSACTIONS") return Paths::files;
    return name == "DIR" ? Paths::directories : Paths::none;
}

// `wallet create` wants a new name.
bool is_known_wallet(const CLI::App& command, const CLI::Option& option) {
    const CLI::App* group = command.get_parent();
    const bool is_wallet = option.check_name("--wallet") || option.get_name(true) == "FILE";
    return is_wallet && group != nullptr && group->get_name() == "wallet" && command.get_name() != "create";
}

std::vector<std::string> wallet_names() {
    std::vector<std::string> names;
    if (const auto files = wallet_files_in(default_wallet_directory()))
        for (const auto& file : *files) names.push_back(file.stem());
    return names;
}

std::vector<std::string> values_of(const CLI::App& command, CLI::Option& option) {
    if (is_known_wallet(command, option)) return wallet_names();
    if (!option.check_name("--kernel")) return choices_of(option);
    std::vector<std::string> names;
    for (const miner::Kernel& kernel : miner::supported_kernels()) names.emplace_back(kernel.name);
    return names;
}

Completion complete_value(const CLI::App& command, CLI::Option& option, const std::string& before) {
    Completion completion{paths_of(option), {}};
    for (const std::string& value : values_of(command, option)) completion.candidates.push_back({before + value, ""});
    return completion;
}

// What is there for the reference's command lines alone is not proposed.
Completion complete_flag(CLI::App& command) {
    Completion completion;
    for (const CLI::Option* option : command.get_options())
        if (!option->get_group().empty() && option->get_group() != kReferenceGroup)
            for (const std::string& name : option->get_lnames())
                completion.candidates.push_back({"--" + name, option->get_description()});
    return completion;
}

std::vector<CLI::Option*> arguments_of(CLI::App& command) {
    return command.get_options([](const CLI::Option* option) { return option->get_positional(); });
}

Completion complete_argument(CLI::App& program, const Place& place) {
    Completion completion;
    CLI::App& above = place.command->get_prefix_command() ? program : *place.command;
    for (const CLI::App* child : above.get_subcommands({}))
        completion.candidates.push_back({child->get_name(), child->get_description()});
    const auto arguments = arguments_of(*place.command);
    if (place.arguments < arguments.size()) return complete_value(*place.command, *arguments[place.arguments], "");
    return completion.candidates.empty() && !place.has_flags_behind ? complete_flag(*place.command) : completion;
}

Completion complete_at(CLI::App& program, const Place& place, const std::string& word) {
    if (place.flag != nullptr) return complete_value(*place.command, *place.flag, "");
    if (place.has_flags_behind || !word.starts_with('-')) return complete_argument(program, place);
    const std::size_t end = word.find('=');
    if (end == std::string::npos) return complete_flag(*place.command);
    CLI::Option* flag = flag_of(*place.command, word);
    const bool has_value = flag != nullptr && takes_value(*flag);
    return has_value ? complete_value(*place.command, *flag, word.substr(0, end + 1)) : Completion();
}

}  // namespace

Completion complete(CLI::App& program, const std::vector<std::string>& words) {
    const std::string word = words.empty() ? std::string() : words.back();
    Completion completion = complete_at(program, find_place(program, words), word);
    std::erase_if(completion.candidates,
                  [&word](const Candidate& candidate) { return !candidate.word.starts_with(word); });
    return completion;
}

}  // namespace chaincore::cli
