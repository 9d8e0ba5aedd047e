// SPDX-License-Identifier: MIT
// The flags of `chaincore config` and its commands. The main thread.
#pragma once

#include "cli/action.hpp"

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace chaincore::cli {

// Must outlive the parsing and the action.
class ConfigFlags {
public:
    // action: set once one of the commands is given. config_path: what --config says.
    ConfigFlags(CLI::App& program, Action& action, const std::string& config_path);
    ConfigFlags(const ConfigFlags&) = delete;
    ConfigFlags& operator=(const ConfigFlags&) = delete;

private:
    void add_show(CLI::App& config);
    void add_check(CLI::App& config);
    void add_example(CLI::App& config);

    Action& action_;
    const std::string& config_path_;
    std::string file_;
    std::string command_ = "node";
    bool json_ = false;
};

}  // namespace chaincore::cli
