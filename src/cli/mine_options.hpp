// SPDX-License-Identifier: MIT
// The flags of `chaincore mine`. The main thread.
#pragma once

#include "cli/action.hpp"
#include "cli/mine_command.hpp"
#include "cli/mining_options.hpp"

namespace CLI {
class App;
}

namespace chaincore::cli {

// Must outlive the parsing and the action.
class MineFlags {
public:
    // action: set once the command is given.
    MineFlags(CLI::App& program, Action& action);
    MineFlags(const MineFlags&) = delete;
    MineFlags& operator=(const MineFlags&) = delete;

private:
    void add_nodes(CLI::App& command);
    ExitCode run();

    MineOptions options_;
    MiningFlags mining_{options_.config};
};

}  // namespace chaincore::cli
