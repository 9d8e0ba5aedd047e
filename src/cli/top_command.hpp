// SPDX-License-Identifier: MIT
// `chaincore top`: a running node, redrawn every few seconds until somebody presses q. The main thread.
#pragma once

#include "cli/exit_code.hpp"
#include "cli/view_commands.hpp"

namespace chaincore::cli {

// Where standard output is no terminal, one page is printed.
ExitCode top(const ViewOptions& options);

}  // namespace chaincore::cli
