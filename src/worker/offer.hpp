// SPDX-License-Identifier: MIT
// Work as a node offers it: a template, on top of the chain that the node says it has. The worker's thread.
#pragma once

#include "chaincore/worker/node_link.hpp"

namespace chaincore::worker {

struct Offer {
    chain::Block block;
    net::Dialect dialect = net::Dialect::seed;
};

// Is the block the next one of a chain of which this was said? Nodes of the reference tell their length only.
bool continues(const chain::Block& block, const net::PeerStatus& status);

// An Error also where the template does not continue the node's chain. deadline: of the template.
Result<Offer, Error> ask_for_work(NodeLink& node, const std::string& payee, std::chrono::milliseconds deadline,
                                  const std::stop_token& stop);

}  // namespace chaincore::worker
