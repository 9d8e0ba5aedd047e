// SPDX-License-Identifier: MIT
// `chaincore node`: runs a node until somebody ends it. The main thread.
#pragma once

#include "chaincore/node/config.hpp"
#include "cli/console_log.hpp"
#include "cli/exit_code.hpp"

namespace chaincore::cli {

struct NodeOptions {
    node::NodeConfig config;  // data_directory: empty for the default
    LogOptions log;
};

// SIGINT and SIGTERM stop it cleanly; a second one ends it at once.
ExitCode run_node(NodeOptions options);

}  // namespace chaincore::cli
