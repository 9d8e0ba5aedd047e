// SPDX-License-Identifier: MIT
// What the command line comes to: the function of the command that was given. The main thread.
#pragma once

#include "cli/exit_code.hpp"

#include <functional>

namespace chaincore::cli {

using Action = std::function<ExitCode()>;

}  // namespace chaincore::cli
