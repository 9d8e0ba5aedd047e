// SPDX-License-Identifier: MIT
// What the program's exit status says. The main thread.
#pragma once

namespace chaincore::cli {

enum ExitCode : int {
    kDone = 0,
    kFailed = 1,    // the work did not succeed: a chain is refused, a line or a file cannot be read
    kUsage = 2,     // the command line or the configuration is wrong
    kNoDevice = 3,  // no such device or backend
};

}  // namespace chaincore::cli
