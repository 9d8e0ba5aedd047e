// SPDX-License-Identifier: MIT
// The program's commands and flags. The main thread.
#pragma once

namespace chaincore::cli {

// Runs what the arguments ask for; returns the program's exit code (exit_code.hpp).
int run_command_line(int argc, char** argv);

}  // namespace chaincore::cli
