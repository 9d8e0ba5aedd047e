// SPDX-License-Identifier: MIT
// `chaincore bench`: how fast this machine searches, beside the plain way. The main thread.
#pragma once

#include "cli/exit_code.hpp"

#include <cstdint>
#include <string>

namespace chaincore::cli {

struct BenchOptions {
    std::string backend = "cpu";
    std::string kernel = "all";  // each that this CPU supports
    std::uint32_t threads = 0;   // 0: one a core
    double seconds = 2;          // for each measurement
    bool json = false;
};

ExitCode bench(const BenchOptions& options);

}  // namespace chaincore::cli
