// SPDX-License-Identifier: MIT
// The flags of `chaincore status`, `peers` and `top`. The main thread.
#pragma once

#include "cli/action.hpp"
#include "cli/view_commands.hpp"

namespace CLI {
class App;
}

namespace chaincore::cli {

// Must outlive the parsing and the action.
class ViewFlags {
public:
    // action: set once one of the commands is given.
    ViewFlags(CLI::App& program, Action& action);
    ViewFlags(const ViewFlags&) = delete;
    ViewFlags& operator=(const ViewFlags&) = delete;

private:
    CLI::App* add_command(CLI::App& program, const char* name, const char* description);

    ViewOptions options_;
};

}  // namespace chaincore::cli
