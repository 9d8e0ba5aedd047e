// SPDX-License-Identifier: MIT
// The flags of `chaincore inspect` and its commands. The main thread.
#pragma once

#include "cli/action.hpp"
#include "cli/inspect.hpp"
#include "cli/network_options.hpp"

namespace CLI {
class App;
}

namespace chaincore::cli {

// Must outlive the parsing and the action.
class InspectFlags {
public:
    // action: set once one of the commands is given.
    InspectFlags(CLI::App& program, Action& action);
    InspectFlags(const InspectFlags&) = delete;
    InspectFlags& operator=(const InspectFlags&) = delete;

private:
    ExitCode run(InspectKind kind);

    InspectOptions options_;
    NetworkFlags network_;
};

}  // namespace chaincore::cli
