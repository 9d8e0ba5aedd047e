// SPDX-License-Identifier: MIT
// What is known of the terminal that the program writes to. Any thread.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

namespace chaincore::cli {

// Takes the cursor to the beginning of its line, which is empty then.
inline const std::string kClearLine = "\r\x1b[K";

bool is_terminal(std::FILE* stream);

// False where the environment says so (https://no-color.org).
bool wants_colours();

// Cut off where it would not fit into a line of standard error's terminal, since nobody could clear what has been
// wrapped. ASCII only.
std::string fitted_to_terminal(std::string_view line);

}  // namespace chaincore::cli
