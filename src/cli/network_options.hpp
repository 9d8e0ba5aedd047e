// SPDX-License-Identifier: MIT
// What several commands have in common: which network, and how difficult it is. The main thread.
#pragma once

#include "chaincore/chain/params.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace CLI {
class App;
}

namespace chaincore::cli {

// Must outlive the commands that it has added flags to.
struct NetworkFlags {
    chain::Network network = chain::Network::classic;
    std::optional<std::uint64_t> difficulty;

    void add_network(CLI::App& command);
    void add_difficulty(CLI::App& command, const std::string& description);

    // --difficulty, where the network computes its own?
    bool has_useless_difficulty() const { return network == chain::Network::mainline && difficulty; }
};

inline constexpr const char* kUselessDifficulty = "--difficulty is for --network classic: mainline computes its own";

}  // namespace chaincore::cli
