// SPDX-License-Identifier: MIT
// How much a command that runs for long says meanwhile. The main thread.
#pragma once

#include "chaincore/util/log.hpp"

namespace CLI {
class App;
}

namespace chaincore::cli {

// level must outlive the parsing.
void add_log_level(CLI::App& command, util::LogLevel& level);

}  // namespace chaincore::cli
