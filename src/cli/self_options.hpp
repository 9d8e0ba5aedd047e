// SPDX-License-Identifier: MIT
// The flags of the commands that tell of the program itself: `chaincore version`,
// `completion` and `manual`. The main thread.
#pragma once

#include "cli/action.hpp"

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace chaincore::cli {

// Must outlive the parsing and the action.
class SelfFlags {
public:
    // action: set once one of the commands is given.
    SelfFlags(CLI::App& program, Action& action);
    SelfFlags(const SelfFlags&) = delete;
    SelfFlags& operator=(const SelfFlags&) = delete;

private:
    void add_version(CLI::App& program);
    void add_completion(CLI::App& program);
    void add_manual(CLI::App& program);

    Action& action_;
    bool json_ = false;
    std::vector<std::string> words_;
    std::string manual_directory_;
};

}  // namespace chaincore::cli
