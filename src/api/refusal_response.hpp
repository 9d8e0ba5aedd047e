// SPDX-License-Identifier: MIT
// The bytes by which the front itself answers. Any thread.
#pragma once

#include "api/refusal.hpp"

#include <string>

namespace chaincore::api {

// is_head: without the body, but with its length.
std::string refusal_response(const Refusal& refusal, bool keeps_alive, bool is_head);

}  // namespace chaincore::api
