// SPDX-License-Identifier: MIT
// `chaincore mine`: searches for a node that is somewhere else until somebody ends it. The main thread.
#pragma once

#include "chaincore/net/endpoint.hpp"
#include "chaincore/node/config.hpp"
#include "cli/console_log.hpp"
#include "cli/exit_code.hpp"

#include <string>
#include <vector>

namespace chaincore::cli {

struct MineOptions {
    std::vector<net::Endpoint> nodes;  // at least one; the first that answers is mined for
    bool speaks_stratum = false;       // with all of them
    std::string worker_name;           // that Stratum nodes hear behind the address; empty: none
    node::NodeConfig config;           // of it, what is about mining
    LogOptions log;
    bool is_quiet = false;  // no summary at the start
};

// SIGINT and SIGTERM stop it cleanly; a second one ends it at once.
ExitCode mine(const MineOptions& options);

}  // namespace chaincore::cli
