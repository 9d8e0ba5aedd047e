// SPDX-License-Identifier: MIT
// A stranger's text within a message: cut off where it is long, and escaped, so that it cannot act on a terminal or
// look like more than one line. Any thread.
#pragma once

#include <string>
#include <string_view>

namespace chaincore::chain {

// In quotes, ASCII only. text: valid UTF-8.
std::string in_quotes(std::string_view text);

}  // namespace chaincore::chain
