// SPDX-License-Identifier: MIT
// The program's commands with all their flags, for one reading of a command line: what is given there, in the
// environment and in the configuration file. The main thread.
#pragma once

#include "chaincore/util/result.hpp"
#include "cli/action.hpp"
#include "cli/config_file.hpp"
#include "cli/node_command.hpp"
#include "cli/setting_sources.hpp"

#include <memory>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace chaincore::cli {

class CommandTree {
public:
    CommandTree();
    ~CommandTree();
    CommandTree(const CommandTree&) = delete;
    CommandTree& operator=(const CommandTree&) = delete;

    CLI::App& program();

    // Once. words: without the program's name. What they ask for, which must not outlive this; or one sentence about
    // what is wrong with them, the environment or the file, of which nothing has been used then.
    Result<Action, Error> parse(const std::vector<std::string>& words);
    // Before parse(): nothing has to be given.
    void require_nothing();

    // After parse().
    const SettingSources& sources() const;
    const ConfigFile& file() const;
    // What `chaincore node` would be told, or a sentence about flags that make no sense together.
    Result<NodeOptions, Error> node_options();

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace chaincore::cli
