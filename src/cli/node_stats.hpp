// SPDX-License-Identifier: MIT
// `chaincore mine --stats`: what a node says of itself. The main thread.
#pragma once

#include "chaincore/net/endpoint.hpp"
#include "cli/exit_code.hpp"

#include <vector>

namespace chaincore::cli {

// Of the first that answers.
ExitCode print_node_stats(const std::vector<net::Endpoint>& nodes);

}  // namespace chaincore::cli
