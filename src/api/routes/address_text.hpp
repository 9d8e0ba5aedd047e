// SPDX-License-Identifier: MIT
// Could this be an address in a block? Any string may be that the rules let through (docs/rules.md, "Transaction").
// Any thread.
#pragma once

#include <string_view>

namespace chaincore::api {

// Valid UTF-8 of 1..128 code points without control characters.
bool is_address_text(std::string_view text);

}  // namespace chaincore::api
