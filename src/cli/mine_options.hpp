// SPDX-License-Identifier: MIT
// The flags of `chaincore mine`. The main thread.
#pragma once

#include "cli/action.hpp"
#include "cli/mine_command.hpp"
#include "cli/mining_options.hpp"

#include <string>
#include <vector>

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
    void take_nodes(const std::vector<std::string>& urls);
    void add_reference_flags(CLI::App& command);
    void add_user(CLI::App& command);
    void take_address_as_payee();
    // A sentence about flags that do not go together; empty: they do.
    std::string stratum_complaint() const;
    void name_worker();
    // What a flag asks for in place of mining.
    bool shows_cores_ = false, shows_stats_ = false;
    ExitCode run();

    const CLI::App* command_ = nullptr;
    bool mixes_schemes_ = false;  // of nodes' URLs
    std::string user_;
    std::string password_;  // not looked at
    MineOptions options_;
    MiningFlags mining_{options_.config};
};

}  // namespace chaincore::cli
