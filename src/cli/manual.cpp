// SPDX-License-Identifier: MIT
#include "cli/manual.hpp"

#include "cli/build_facts.hpp"
#include "cli/command_options.hpp"
#include "cli/manual_parts.hpp"
#include "cli/roff.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cctype>

namespace chaincore::cli {
namespace {

constexpr const char* kProgram = "chaincore";

std::string page_name(const CLI::App& command) {
    return command.get_parent() == nullptr ? kProgram : std::string(kProgram) + '-' + command.get_name();
}

std::string capitals(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    return text;
}

// A description is a title in a list: it begins with a capital and has no full stop.
std::string sentence(const std::string& description) {
    const bool is_whole = description.ends_with('.') || description.ends_with('?');
    return is_whole ? description : description + '.';
}

std::vector<const CLI::Option*> arguments_of(const CLI::App& command) {
    return command.get_options([](const CLI::Option* option) { return option->get_positional(); });
}

std::vector<const CLI::Option*> flags_of(const CLI::App& command, bool of_reference) {
    return command.get_options([of_reference](const CLI::Option* option) {
        const bool is_shown = !option->get_group().empty() && !option->get_positional();
        return is_shown && (option->get_group() == kReferenceGroup) == of_reference;
    });
}

std::string names_of(const CLI::Option& flag) {
    std::string names;
    for (const std::string& name : flag.get_snames()) names += (names.empty() ? "-" : ", -") + name;
    for (const std::string& name : flag.get_lnames()) names += (names.empty() ? "--" : ", --") + name;
    return names;
}

std::string synopsis(const CLI::App& command) {
    std::string line = command.get_parent() == nullptr ? kProgram : std::string(kProgram) + ' ' + table_of(command);
    std::replace(line.begin(), line.end(), '.', ' ');
    line += " [OPTIONS]";
    if (!command.get_subcommands([](const CLI::App*) { return true; }).empty()) return line + " COMMAND";
    for (const CLI::Option* argument : arguments_of(command)) {
        const std::string name = argument->get_name(true);
        line += argument->get_required() ? ' ' + name : " [" + name + ']';
    }
    return line;
}

void add_arguments(RoffPage& page, const CLI::App& command) {
    for (const CLI::Option* argument : arguments_of(command))
        page.entry(argument->get_name(true), "", sentence(argument->get_description()));
}

void add_flag(RoffPage& page, const CLI::Option& flag) {
    page.entry(names_of(flag), flag.get_option_text(), sentence(flag.get_description()));
}

void add_reference_flags(RoffPage& page, const CLI::App& command) {
    const auto flags = flags_of(command, true);
    if (flags.empty()) return;
    page.section("FLAGS OF THE REFERENCE");
    page.paragraph("Taken so that the command lines of the Python reference work.");
    for (const CLI::Option* flag : flags) add_flag(page, *flag);
}

// Of a group: what each of its commands takes, but for what all do.
void add_inner_commands(RoffPage& page, const CLI::App& group) {
    for (const CLI::App* command : group.get_subcommands([](const CLI::App*) { return true; })) {
        page.subsection(synopsis(*command));
        page.paragraph(sentence(command->get_description()));
        add_arguments(page, *command);
        for (const CLI::Option* flag : flags_of(*command, false))
            if (!flag->check_name("--help") && !flag->check_name("--config")) add_flag(page, *flag);
        add_inner_commands(page, *command);
    }
}

void add_commands(RoffPage& page, const CLI::App& command) {
    const auto children = command.get_subcommands([](const CLI::App*) { return true; });
    if (children.empty()) return;
    page.section("COMMANDS");
    if (command.get_parent() != nullptr) return add_inner_commands(page, command);
    for (const CLI::App* child : children)
        page.entry(page_name(*child) + "(1)", "", sentence(child->get_description()));
}

void add_environment(RoffPage& page, const CLI::App& command) {
    page.section("ENVIRONMENT");
    for (const ManualEntry& variable : manual_variables()) page.entry(variable.name, "", variable.text);
    if (!takes_settings(command)) return;
    page.entry("CHAINCORE_*", "",
               "Each long flag can be given in a variable: CHAINCORE_LOG_LEVEL is --log-level. Several values have "
               "commas between them, and a flag without a value is 1 or 0.");
}

void add_files(RoffPage& page, const ManualParts& parts) {
    page.section("FILES");
    for (const ManualEntry& file : manual_files()) page.entry(file.name, "", file.text);
    for (const ManualEntry& file : parts.files) page.entry(file.name, "", file.text);
}

void add_references(RoffPage& page, const CLI::App& command) {
    page.section("SEE ALSO");
    const CLI::App* program = command.get_parent();
    if (program == nullptr) return page.references({"chaincore-node", "chaincore-wallet", "chaincore-config"});
    std::vector<std::string> pages{kProgram};
    for (const char* other : {"chaincore-config", "chaincore-node"})
        if (other != page_name(command)) pages.push_back(other);
    page.references(pages);
}

ManualPage make_page(const CLI::App& command) {
    const std::string name = page_name(command);
    const ManualParts& parts = manual_parts(command.get_parent() == nullptr ? "" : command.get_name());
    RoffPage page(capitals(name), build_facts().version);
    page.name(name, command.get_description());
    page.section("SYNOPSIS");
    page.command(synopsis(command));
    page.section("DESCRIPTION");
    for (const std::string& paragraph : parts.paragraphs) page.paragraph(paragraph);
    add_commands(page, command);
    page.section("OPTIONS");
    add_arguments(page, command);
    for (const CLI::Option* flag : flags_of(command, false)) add_flag(page, *flag);
    add_reference_flags(page, command);
    add_environment(page, command);
    add_files(page, parts);
    page.section("EXIT STATUS");
    for (const ManualEntry& code : manual_exit_codes()) page.entry(code.name, "", code.text);
    page.section("EXAMPLES");
    for (const ManualExample& example : parts.examples) page.example(example.text, example.command);
    add_references(page, command);
    return {name, page.text()};
}

}  // namespace

std::vector<ManualPage> manual_pages(CLI::App& program) {
    std::vector<ManualPage> pages{make_page(program)};
    for (const CLI::App* command : program.get_subcommands({})) pages.push_back(make_page(*command));
    return pages;
}

}  // namespace chaincore::cli
