// SPDX-License-Identifier: MIT
// What a node says beside a status code. Pure functions. Any thread.
#pragma once

#include "chaincore/worker/node_link.hpp"

#include <string>
#include <string_view>

namespace chaincore::worker {

// For people: the status, and the reason and the sentence that the node gives, where it gives any:
// `409 "stale_block": "the tip is block 12"`.
std::string words_of(int status, std::string_view body);

// The answer to POST /submit_block (docs/protocol.md, "Mining for a node").
HandInAnswer judge_hand_in(int status, std::string_view body);

}  // namespace chaincore::worker
