// SPDX-License-Identifier: MIT
// What a node is told at its start. Plain values.
#pragma once

#include "chaincore/chain/params.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace chaincore::node {

enum class BackendChoice : std::uint8_t { automatic, cpu, opencl, none };

struct NodeConfig {
    chain::Network network = chain::Network::classic;
    std::optional<std::uint64_t> difficulty;  // none: the data directory's, or the network's default
    std::filesystem::path data_directory;

    BackendChoice backend = BackendChoice::automatic;
    std::string kernel;                 // empty: the best for this CPU
    std::uint32_t threads = 0;          // 0: all cores
    std::string mine_to;                // an address; empty: the wallet's
    std::filesystem::path wallet_file;  // empty: wallet.json in the data directory, made where it is missing
    std::chrono::milliseconds min_block_interval{1000};  // since the parent became our tip
    std::optional<std::uint64_t> block_limit;            // the node has finished after mining so many

    std::string bind_address = "127.0.0.1";
    std::optional<std::uint16_t> port;  // none: the first free one of the network's
    std::string node_id;                // empty: made from the port
};

}  // namespace chaincore::node
