// SPDX-License-Identifier: MIT
// The answers that several routes give (docs/rules.md, "What is answered"). Any thread.
#pragma once

#include "api/route.hpp"
#include "chaincore/api/node_service.hpp"
#include "chaincore/chain/rejection.hpp"

#include <string>

namespace chaincore::api {

// 400, or what else is said.
Answer refused(const std::string& message, int status = 400);
// 400 with the rule's name.
Answer refused_by_rule(const chain::Rejection& rejection);
// 503: try again.
Answer unavailable(const std::string& message);
// 429: it was asked for a moment ago.
Answer too_soon(const TooSoon& reason);
// The store failed; why is nobody's business out there.
Answer store_failed();

// Who did it: "local" or "network".
std::string mining_source(const Call& call);

}  // namespace chaincore::api
