// SPDX-License-Identifier: MIT
// The strict JSON reader (docs/rules.md, "Numbers" and "Reading JSON"). Any thread.
#pragma once

#include "chaincore/chain/json_value.hpp"
#include "chaincore/chain/rejection.hpp"

#include <cstddef>
#include <string_view>

namespace chaincore::chain {

// How deep arrays and objects may lie in each other.
inline constexpr std::size_t kMaxJsonDepth = 64;

// A whole document, every value of it checked and kept.
Result<JsonValue, Rejection> parse_json(std::string_view text);

// A whole document, checked for syntax and depth only.
Verdict check_json_syntax(std::string_view text);

}  // namespace chaincore::chain
