// SPDX-License-Identifier: MIT
// What a person at the terminal of a running node sees at its start, and gets by pressing keys. The main thread.
#pragma once

#include "chaincore/node/node.hpp"
#include "chaincore/util/log.hpp"
#include "cli/console_keys.hpp"

namespace chaincore::cli {

class NodeConsole {
public:
    // Both must outlive it.
    NodeConsole(node::Node& running, util::Log& log) : running_(running), log_(log) {}

    // Once it has started.
    void print_summary() const;

    // Does what the keys that were pressed meanwhile ask for. False: to quit.
    bool obey_keys() {
        return keys_.obey([this](char key) { return obey(key); });
    }

private:
    // False: to quit.
    bool obey(char key);
    void pause();
    void resume();
    void tell_rates() const;
    void tell_status() const;
    void tell_peers() const;
    void tell_workers() const;
    // Itself, or workers on other machines for it.
    bool can_search() const;

    node::Node& running_;
    util::Log& log_;
    ConsoleKeys keys_;
};

}  // namespace chaincore::cli
