// SPDX-License-Identifier: MIT
// `chaincore devices`: what this machine can search with. The main thread.
#pragma once

#include "cli/exit_code.hpp"

#include <string>
#include <vector>

namespace chaincore::cli {

struct DevicesOptions {
    std::vector<std::string> opencl_devices;  // empty: all; kNoDevice where one is not there
    bool json = false;
};

ExitCode list_devices(const DevicesOptions& options);

}  // namespace chaincore::cli
