// SPDX-License-Identifier: MIT
// What a person at the terminal of `chaincore mine` sees at its start, and gets by pressing keys. The main thread.
#pragma once

#include "chaincore/util/log.hpp"
#include "chaincore/worker/remote_miner.hpp"
#include "cli/console_keys.hpp"
#include "cli/mine_command.hpp"

#include <string>
#include <vector>

namespace chaincore::cli {

class MineConsole {
public:
    // Both must outlive it.
    MineConsole(worker::RemoteMiner& running, util::Log& log) : running_(running), log_(log) {}

    // rates: of each device, as it was measured.
    void print_summary(const MineOptions& options, const std::vector<double>& rates, const std::string& payee) const;

    // Does what the keys that were pressed meanwhile ask for. False: to quit.
    bool obey_keys() {
        return keys_.obey([this](char key) { return obey(key); });
    }

private:
    // False: to quit.
    bool obey(char key);
    void tell_rates() const;

    worker::RemoteMiner& running_;
    util::Log& log_;
    ConsoleKeys keys_;
};

}  // namespace chaincore::cli
