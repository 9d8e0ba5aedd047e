// SPDX-License-Identifier: MIT
#include "cli/reference_options.hpp"

#include "chaincore/util/result.hpp"
#include "cli/command_options.hpp"
#include "cli/line_reader.hpp"

#include <CLI/CLI.hpp>

#include <string_view>

namespace chaincore::cli {
namespace {

constexpr const char* kBootstrapFile = "--bootstrap-from-file";

// A URL a line; what stands behind a # is a remark.
std::vector<std::string> read_urls(const std::string& file) {
    std::vector<std::string> urls;
    const auto read = for_each_line(file, [&urls](std::string_view line) {
        constexpr const char* kBlanks = " \t\r";
        line = line.substr(0, line.find('#'));
        const std::size_t begin = line.find_first_not_of(kBlanks);
        if (begin == std::string_view::npos) return;
        urls.emplace_back(line.substr(begin, line.find_last_not_of(kBlanks) + 1 - begin));
    });
    if (!read) throw CLI::ValidationError(kBootstrapFile, read.error().message);
    return urls;
}

}  // namespace

CLI::Option* add_stand_in(CLI::App& command, const std::string& names, const std::string& target,
                          const std::string& value) {
    return command
        .add_flag_callback(
            names, [&command, target, value] { command.get_option(target)->add_result(value); },
            "As " + target + " " + value)
        ->group(kReferenceGroup);
}

void add_bootstrap(CLI::App& command) {
    command
        .add_option_function<std::vector<std::string>>(
            "--bootstrap-nodes",
            [&command](const std::vector<std::string>& urls) { command.get_option("--peer")->add_result(urls); },
            "As --peer for each of them")
        ->option_text("URL...")
        ->group(kReferenceGroup);
    command
        .add_option_function<std::string>(
            kBootstrapFile,
            [&command](const std::string& file) {
                if (const auto urls = read_urls(file); !urls.empty()) command.get_option("--peer")->add_result(urls);
            },
            "As --peer for each line of the file")
        ->option_text("FILE")
        ->group(kReferenceGroup);
}

CLI::Option* add_idle_flag(CLI::App& command, const std::string& names, const std::string& description) {
    return command.add_flag(names, description)->group(kReferenceGroup);
}

void add_refused_flag(CLI::App& command, const std::string& name, const std::string& reason, bool takes_value) {
    const auto refuse = [name, reason](const CLI::results_t&) -> bool { throw CLI::ValidationError(name, reason); };
    CLI::Option* option = command.add_option(name, refuse, "Not here: " + reason)->group("");
    option->expected(takes_value ? 1 : 0);
}

}  // namespace chaincore::cli
