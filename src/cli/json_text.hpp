// SPDX-License-Identifier: MIT
// A text as JSON has it, for those who print nothing else of JSON. Any thread.
#pragma once

#include <string>
#include <string_view>

namespace chaincore::cli {

// In quotes and escaped; what is no valid UTF-8 in it is replaced.
std::string json_text(std::string_view text);

}  // namespace chaincore::cli
