// SPDX-License-Identifier: MIT
// `chaincore node`: runs a node until somebody ends it. The main thread.
#pragma once

#include "chaincore/node/config.hpp"
#include "chaincore/util/result.hpp"
#include "cli/console_log.hpp"
#include "cli/exit_code.hpp"

#include <functional>
#include <map>
#include <string>

namespace chaincore::cli {

struct NodeOptions {
    node::NodeConfig config;  // data_directory: empty for the default
    LogOptions log;
    bool is_quiet = false;  // no summary at the start
    // What was given, whoever gave it: the flags' keys, and the values as TOML.
    std::map<std::string, std::string> given;
};

// The options as they would be by now, or what is wrong with them.
using RereadOptions = std::function<Result<NodeOptions, Error>()>;

// SIGINT and SIGTERM stop it cleanly; a second one ends it at once. SIGHUP has it read its options again.
ExitCode run_node(NodeOptions options, const RereadOptions& reread);

}  // namespace chaincore::cli
