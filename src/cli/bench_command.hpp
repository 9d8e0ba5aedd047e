// SPDX-License-Identifier: MIT
// `chaincore bench`: how fast this machine searches, beside the floor and plain ways. The main thread.
#pragma once

#include "cli/exit_code.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace chaincore::cli {

struct BenchOptions {
    std::string backend = "cpu";
    std::string kernel = "all";          // each that this CPU supports
    std::vector<std::uint32_t> threads;  // a measurement for each; empty: one thread, and one a core
    double seconds = 1;                  // for each measurement
    bool python = false;                 // time the reference's search, too
    bool json = false;
    std::uint64_t verify = 0;  // headers to hash beside OpenSSL instead of timing anything
};

ExitCode bench(const BenchOptions& options);

}  // namespace chaincore::cli
