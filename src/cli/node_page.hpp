// SPDX-License-Identifier: MIT
// A running node as lines for a terminal. Pure functions; the lines are ASCII.
#pragma once

#include "cli/node_view.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace chaincore::cli {

// "  tip       block 17, 00000…", and so on.
std::vector<std::string> status_lines(const NodeView& node);

// "3 connected (1 silent), 2 gone, 5.0 MH/s in 60 s, 4.9 MH/s in 15 min".
std::string workers_text(const WorkersView& workers);

// A line of headings, then one a worker, in this order.
std::vector<std::string> worker_lines(const std::vector<WorkerView>& workers);

// A line of headings, then one a peer: the active ones first.
std::vector<std::string> peer_lines(const std::vector<PeerView>& peers);

// The same of blocks. now: by the node's clock.
std::vector<std::string> block_lines(const std::vector<BlockView>& blocks, double now);

// "3 s", "12 min", "5 h", "8 d"; empty where it is not known, a moment ahead is 0 s.
std::string age_text(double since, double now);
std::string seconds_text(double seconds);

}  // namespace chaincore::cli
