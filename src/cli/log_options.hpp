// SPDX-License-Identifier: MIT
// How much a command that runs for long says meanwhile, how, and where to. The main thread.
#pragma once

#include "cli/console_log.hpp"

namespace CLI {
class App;
}

namespace chaincore::cli {

// options must outlive the parsing.
void add_log_flags(CLI::App& command, LogOptions& options);

}  // namespace chaincore::cli
