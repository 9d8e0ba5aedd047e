// SPDX-License-Identifier: MIT
// What a node said, as it is shown to a person. Any thread.
#pragma once

#include <string>

namespace chaincore::cli {

// In quotes, ASCII only, and whole where it is no longer than a few lines. text: valid UTF-8.
std::string sentence_in_quotes(const std::string& text);

}  // namespace chaincore::cli
