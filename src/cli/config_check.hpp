// SPDX-License-Identifier: MIT
// `chaincore config check`: whether the configuration file and the environment are right. The main thread.
#pragma once

#include "cli/exit_code.hpp"

#include <string>

namespace chaincore::cli {

// All that is wrong is said, a line each. config_path: of the file; empty: that of the environment, else the default.
ExitCode config_check(const std::string& config_path);

}  // namespace chaincore::cli
