// SPDX-License-Identifier: MIT
// What a screen of the node shows, as JSON (docs/http_api.md). Any thread.
#pragma once

#include "api/json_object.hpp"
#include "chaincore/api/node_service.hpp"
#include "chaincore/util/result.hpp"

#include <cstdint>
#include <string>

namespace chaincore::api {

// The node as it is. figures: its own, which cost more than the rest and may be some seconds old.
Result<std::string, Error> overview_json(const NodeService& service, const NodeFigures& figures);

// How often the chain has left blocks behind.
std::uint64_t reorg_count(const ChainFigures& figures);

// A block of the best chain. our_address: whom our own blocks pay; empty where we mine none.
std::string block_json(const BlockSummary& block, const std::string& our_address);
// The same, with room for more.
JsonObject block_object(const BlockSummary& block, const std::string& our_address);

}  // namespace chaincore::api
