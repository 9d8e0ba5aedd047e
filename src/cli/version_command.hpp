// SPDX-License-Identifier: MIT
// `chaincore version`: which program this is, for people who report what it did. The main thread.
#pragma once

#include "cli/exit_code.hpp"

namespace chaincore::cli {

ExitCode show_version(bool json);

}  // namespace chaincore::cli
