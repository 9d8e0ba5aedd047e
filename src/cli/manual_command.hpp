// SPDX-License-Identifier: MIT
// `chaincore manual`: the pages that man shows. The main thread.
#pragma once

#include "cli/exit_code.hpp"

#include <string>
#include <vector>

namespace chaincore::cli {

// words: the command, none for the program's page; of a group's commands the group's page.
ExitCode print_manual(const std::vector<std::string>& words);

// All of them as chaincore-node.1 and so on, for packages.
ExitCode write_manual(const std::string& directory);

}  // namespace chaincore::cli
