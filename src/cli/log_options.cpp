// SPDX-License-Identifier: MIT
#include "cli/log_options.hpp"

#include "cli/option_checks.hpp"
#include "cli/option_choices.hpp"

#include <CLI/CLI.hpp>

#include <cstdint>

namespace chaincore::cli {
namespace {

void add_form(CLI::App& command, LogOptions& options) {
    command
        .add_option_function<std::string>(
            "--log-level", [&options](const std::string& name) { options.level = *util::log_level_from_name(name); },
            "debug, info (the default), warn or error")
        ->check(one_of({"debug", "info", "warn", "error"}))
        ->default_str("info")
        ->default_str("info")
        ->option_text("LEVEL");
    command
        .add_option_function<std::string>(
            "--log-format",
            [&options](const std::string& name) {
                options.format = name == "json" ? LogFormat::json : LogFormat::text;
            },
            "text (the default), or json: an object a line")
        ->check(one_of({"text", "json"}))
        ->default_str("text")
        ->option_text("FORMAT");
}

void add_file(CLI::App& command, LogOptions& options) {
    CLI::Option* file = command.add_option("--log-file", options.file, "Write the log into this file, too")
                            ->check(check_path)
                            ->option_text("FILE");
    command
        .add_option_function<std::uint64_t>(
            "--log-file-size", [&options](std::uint64_t size) { options.file_bytes = std::size_t{size} << 20; },
            "How many MiB it may have before another one is begun (default 10)")
        ->needs(file)
        ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{10'000}))
        ->default_str("10")
        ->option_text("MIB");
    command.add_option("--log-files", options.files, "How many of them are kept (default 5)")
        ->needs(file)
        ->check(CLI::Range(std::size_t{1}, std::size_t{100}))
        ->default_str("5")
        ->option_text("N");
}

}  // namespace

void add_log_flags(CLI::App& command, LogOptions& options) {
    add_form(command, options);
    add_file(command, options);
}

}  // namespace chaincore::cli
