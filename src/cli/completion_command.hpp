// SPDX-License-Identifier: MIT
// `chaincore completion`: the scripts that shells load, and what these ask while somebody types. The main thread.
#pragma once

#include "cli/exit_code.hpp"

#include <string>
#include <vector>

namespace chaincore::cli {

// shell: bash, zsh or fish.
ExitCode print_completion_script(const std::string& shell);

// A line that says which paths can stand there ("none", "files", "directories"); then each candidate, a tab, its
// description. words: as complete() takes them.
ExitCode print_candidates(const std::vector<std::string>& words);

}  // namespace chaincore::cli
