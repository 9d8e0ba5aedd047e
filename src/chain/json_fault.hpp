// SPDX-License-Identifier: MIT
// What simdjson's error codes mean to the sender of the text, and the one thing that it lets through and we refuse.
// Any thread.
#pragma once

#include "chaincore/chain/rejection.hpp"

#include <string_view>

namespace chaincore::chain {

// The rule behind an error code of simdjson for `text`, and a sentence for it.
Rejection json_rejection(int simdjson_error, std::string_view text);

// A decoded string may not hold U+0000: the reference's tools, and databases, take it for the string's end.
Verdict check_no_nul(std::string_view decoded);

}  // namespace chaincore::chain
