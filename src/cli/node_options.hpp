// SPDX-License-Identifier: MIT
// The flags of `chaincore node`. The main thread.
#pragma once

#include "cli/action.hpp"
#include "cli/network_options.hpp"
#include "cli/node_command.hpp"
#include "cli/opencl_options.hpp"

#include <string>

namespace CLI {
class App;
}

namespace chaincore::cli {

// Must outlive the parsing and the action.
class NodeFlags {
public:
    // action: set once the command is given.
    NodeFlags(CLI::App& program, Action& action);
    NodeFlags(const NodeFlags&) = delete;
    NodeFlags& operator=(const NodeFlags&) = delete;

private:
    void add_mining(CLI::App& command);
    void add_listening(CLI::App& command);
    void add_data(CLI::App& command);
    void add_peers(CLI::App& command);
    void add_log(CLI::App& command);
    // A sentence about flags that make no sense together; empty: they do.
    std::string complaint() const;
    ExitCode run();

    const CLI::App* command_ = nullptr;
    std::string backend_ = "auto";
    NodeOptions options_;
    NetworkFlags network_;
    OpenClFlags opencl_;
};

}  // namespace chaincore::cli
