// SPDX-License-Identifier: MIT
// What the program says on standard error. The main thread.
#pragma once

#include "cli/exit_code.hpp"

#include <string>

namespace chaincore::cli {

// One sentence about why the command ends here; returns the code to end with.
ExitCode complain(const std::string& sentence, ExitCode code = kFailed);

}  // namespace chaincore::cli
