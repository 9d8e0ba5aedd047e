// SPDX-License-Identifier: MIT
// The flags of `chaincore ctl` and its commands. The main thread.
#pragma once

#include "cli/action.hpp"
#include "cli/ctl_command.hpp"

namespace CLI {
class App;
}

namespace chaincore::cli {

// Must outlive the parsing and the action.
class CtlFlags {
public:
    // action: set once one of the commands is given.
    CtlFlags(CLI::App& program, Action& action);
    CtlFlags(const CtlFlags&) = delete;
    CtlFlags& operator=(const CtlFlags&) = delete;

private:
    using Command = ExitCode (*)(const CtlOptions&);

    void add_place(CLI::App& ctl);
    CLI::App* add(CLI::App& parent, const char* name, const char* description, Command command);
    CLI::App* add_of_peer(CLI::App& parent, const char* name, const char* description, Command command);
    void add_of_block(CLI::App& parent, const char* name, const char* description, Command command);

    Action& action_;
    CtlOptions options_;
};

}  // namespace chaincore::cli
