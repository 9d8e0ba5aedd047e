// SPDX-License-Identifier: MIT
// The flags about mining, which `chaincore node` and `chaincore mine` share: what searches, who is paid, how often a
// block comes. The main thread.
#pragma once

#include "chaincore/node/config.hpp"
#include "cli/opencl_options.hpp"

#include <string>

namespace CLI {
class App;
}

namespace chaincore::cli {

// What is different between the two.
struct MiningWords {
    std::string other_payee;   // who is paid where neither --mine-to nor --wallet is given
    std::string wallet_flag;   // with its other names
    std::string threads_flag;  // with its other names
};

// Must outlive the commands that it has added flags to, and the configuration this.
class MiningFlags {
public:
    explicit MiningFlags(node::NodeConfig& config) : config_(config) {}
    MiningFlags(const MiningFlags&) = delete;
    MiningFlags& operator=(const MiningFlags&) = delete;

    void add_to(CLI::App& command, const MiningWords& words);

    // After the parsing: a sentence about a flag that means nothing to the backend; empty: there is none.
    std::string complaint() const;
    // Once, after that: writes into the configuration what is not there yet.
    void finish();

private:
    void add_devices(CLI::App& command, const std::string& threads_flag);
    void add_payee(CLI::App& command, const MiningWords& words);
    void add_pace(CLI::App& command);

    node::NodeConfig& config_;
    const CLI::App* command_ = nullptr;
    std::string backend_ = "auto";
    OpenClFlags opencl_;
};

}  // namespace chaincore::cli
