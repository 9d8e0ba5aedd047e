// SPDX-License-Identifier: MIT
// What the program says on its two streams. The main thread.
#pragma once

#include "cli/exit_code.hpp"

#include <string>
#include <string_view>

namespace chaincore::cli {

// Results, on standard output. Whether they arrived is finish_output's to say.
void print_out(std::string_view text);

// Remarks, on standard error.
void print_remark(std::string_view text);

// A line of what a command that runs for long says at its start.
void print_fact(std::string_view name, std::string_view value);

// One sentence about why the command ends here; returns the code to end with.
ExitCode complain(const std::string& sentence, ExitCode code = kFailed);

// Called once, last: the code to end with, which is kFailed where standard output did not take everything.
ExitCode finish_output(ExitCode code);

}  // namespace chaincore::cli
