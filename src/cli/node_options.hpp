// SPDX-License-Identifier: MIT
// The flags of `chaincore node`. The main thread.
#pragma once

#include "cli/action.hpp"
#include "cli/mining_options.hpp"
#include "cli/network_options.hpp"
#include "cli/node_command.hpp"

#include <string>

namespace CLI {
class App;
}

namespace chaincore::cli {

// Must outlive the parsing and the action.
class NodeFlags {
public:
    // action: set once the command is given. reread: the options of a node that runs, as they would be by now.
    NodeFlags(CLI::App& program, Action& action, RereadOptions reread);
    NodeFlags(const NodeFlags&) = delete;
    NodeFlags& operator=(const NodeFlags&) = delete;

    // Once, after the parsing: what the node is told, or a sentence about flags that make no sense together.
    Result<NodeOptions, Error> options();

private:
    void add_reference_flags(CLI::App& command);
    void add_listening(CLI::App& command);
    void add_stratum(CLI::App& command);
    void add_data(CLI::App& command);
    void add_peers(CLI::App& command);
    void add_log(CLI::App& command);
    // A sentence about flags that make no sense together; empty: they do.
    std::string complaint() const;
    ExitCode run();

    const RereadOptions reread_;
    CLI::App* command_ = nullptr;
    bool has_p2p_port_ = false;
    NodeOptions options_;
    MiningFlags mining_{options_.config};
    NetworkFlags network_;
};

}  // namespace chaincore::cli
