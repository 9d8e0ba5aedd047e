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

// How many commas and colons may stand outside of the texts of a document: some more than of values. A block of 4 MiB
// of canonical JSON has 400,000 at most; a parsed value takes up to 12 times what is written.
inline constexpr std::size_t kMaxSeparators = 1'500'000;

// A whole document, every value of it checked and kept.
Result<JsonValue, Rejection> parse_json(std::string_view text);

// A whole document, checked for syntax, depth and number of values only.
Verdict check_json_syntax(std::string_view text);

}  // namespace chaincore::chain
