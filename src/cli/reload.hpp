// SPDX-License-Identifier: MIT
// The configuration read again while a node runs: what can be changed then is changed, and the log says what. The main
// thread.
#pragma once

#include "chaincore/node/node.hpp"
#include "cli/console_log.hpp"
#include "cli/node_command.hpp"

#include <map>
#include <string>

namespace chaincore::cli {

class Reload {
public:
    // log must outlive it.
    Reload(NodeOptions told, RereadOptions reread, LevelledLog& log);

    // All of it, or nothing where the new configuration is wrong.
    void run(node::Node& running);

private:
    bool change_level(util::LogLevel level);
    void tell_of_the_rest(const NodeOptions& fresh);

    NodeOptions told_;  // as it runs
    const RereadOptions reread_;
    LevelledLog& log_;
    std::map<std::string, std::string> told_of_;  // what needs a restart, as it was when that was said
};

}  // namespace chaincore::cli
