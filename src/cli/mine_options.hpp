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
    void add_reference_flags(CLI::App& command);
    void take_address_as_payee();
    // What a flag asks for in place of mining.
    bool shows_cores_ = false, shows_stats_ = false;
    ExitCode run();

    MineOptions options_;
    MiningFlags mining_{options_.config};
};

}  // namespace chaincore::cli
