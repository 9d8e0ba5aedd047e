// SPDX-License-Identifier: MIT
// What a screen of the node shows, as JSON (docs/http_api.md). Any thread.
#pragma once

#include "chaincore/api/node_service.hpp"
#include "chaincore/util/result.hpp"

#include <string>

namespace chaincore::api {

// The node as it is. figures: its own, which cost more than the rest and may be some seconds old.
Result<std::string, Error> overview_json(const NodeService& service, const NodeFigures& figures);

// A block of the best chain. our_address: whom our own blocks pay; empty where we mine none.
std::string block_json(const BlockSummary& block, const std::string& our_address);

}  // namespace chaincore::api
