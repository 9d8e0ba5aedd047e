// SPDX-License-Identifier: MIT
// The one text that some bodies are about: {"miner_address": "1Boat…"}. Any thread.
#pragma once

#include "chaincore/chain/rejection.hpp"
#include "chaincore/util/result.hpp"

#include <string>
#include <string_view>

namespace chaincore::api {

// The member of that name. Other members are read, and mean nothing.
Result<std::string, chain::Rejection> text_member(std::string_view body, const std::string& name);

}  // namespace chaincore::api
