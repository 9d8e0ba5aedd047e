// SPDX-License-Identifier: MIT
// The flags of `chaincore devices`. The main thread.
#pragma once

#include "cli/action.hpp"
#include "cli/devices.hpp"

namespace CLI {
class App;
}

namespace chaincore::cli {

// Must outlive the parsing and the action.
class DevicesFlags {
public:
    // action: set once the command is given.
    DevicesFlags(CLI::App& program, Action& action);
    DevicesFlags(const DevicesFlags&) = delete;
    DevicesFlags& operator=(const DevicesFlags&) = delete;

private:
    DevicesOptions options_;
};

}  // namespace chaincore::cli
