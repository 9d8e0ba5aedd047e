// SPDX-License-Identifier: MIT
// `chaincore config example`: a configuration file to begin with. The main thread.
#pragma once

#include "cli/exit_code.hpp"

#include <string>

namespace chaincore::cli {

// table: of the command, as in a file.
ExitCode config_example(const std::string& table);

}  // namespace chaincore::cli
