// SPDX-License-Identifier: MIT
#include "cli/log_options.hpp"

#include <CLI/CLI.hpp>

namespace chaincore::cli {

void add_log_level(CLI::App& command, util::LogLevel& level) {
    command
        .add_option_function<std::string>(
            "--log-level", [&level](const std::string& name) { level = *util::log_level_from_name(name); },
            "debug, info (the default), warn or error")
        ->check(CLI::IsMember({"debug", "info", "warn", "error"}))
        ->option_text("LEVEL");
}

}  // namespace chaincore::cli
