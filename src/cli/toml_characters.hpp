// SPDX-License-Identifier: MIT
// Characters that no TOML has outside of quotes and comments. Any thread.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace chaincore::cli {

// The line of the first character there that is not ASCII (curly quotes and blanks that do not break come with what is
// copied from a page), or follows a backslash, or of a quote in the middle of something. toml++ 3.3 takes some of them
// for blanks, and what it does with letters is not defined (is_non_ascii_horizontal_whitespace).
std::optional<std::size_t> line_of_stray_character(std::string_view text);

}  // namespace chaincore::cli
