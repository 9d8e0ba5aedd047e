// SPDX-License-Identifier: MIT
// `chaincore config show`: what a command would be told. The main thread.
#pragma once

#include "cli/exit_code.hpp"

#include <string>
#include <vector>

namespace chaincore::cli {

// words: the command and its flags, as it would be run; without a command it is node. config_path: of the file; empty:
// the default.
ExitCode config_show(const std::vector<std::string>& words, const std::string& config_path, bool json);

}  // namespace chaincore::cli
