// SPDX-License-Identifier: MIT
// What a node is told at its start. Plain values.
#pragma once

#include "chaincore/chain/params.hpp"
#include "chaincore/crypto/hash256.hpp"
#include "chaincore/net/endpoint.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chaincore::node {

// automatic: the GPUs or the OpenCL devices that are named, and the CPU where no GPU is there or none is left.
enum class BackendChoice : std::uint8_t { automatic, cpu, opencl, cpu_and_opencl, none };
// As --backend names them; none: it names something else.
std::optional<BackendChoice> find_backend_choice(std::string_view name);

struct NodeConfig {
    chain::Network network = chain::Network::classic;
    std::optional<std::uint64_t> difficulty;  // none: the data directory's, else what peers say, else 5
    std::filesystem::path data_directory;
    bool reindexes = false;  // the store is rebuilt from its blocks before anything else

    BackendChoice backend = BackendChoice::automatic;
    std::string kernel;                       // empty: the fastest on this machine, which is found out at the start
    std::uint32_t threads = 0;                // 0: all cores
    bool affinity = false;                    // each search thread stays on a core of its own
    std::vector<std::string> opencl_devices;  // numbers, types or parts of names; empty: GPUs, else what there is
    std::filesystem::path kernel_directory;   // of other OpenCL kernels than this program's; empty: none
    std::filesystem::path cache_directory;    // for what OpenCL compiles and finds out; empty: none
    bool retunes = false;                     // find out again how OpenCL devices are used best
    std::string mine_to;                      // an address; empty: the wallet's
    std::filesystem::path wallet_file;        // empty: wallet.json in the data directory, made where it is missing
    std::chrono::milliseconds min_block_interval{1000};  // since the parent became our tip
    std::optional<std::uint64_t> block_limit;            // the node has finished after mining so many

    std::string bind_address = "127.0.0.1";
    std::optional<std::uint16_t> port;  // none: the first free one of 5000-5011; mainline 5000-5019
    std::string node_id;                // empty: made from the port

    std::optional<std::uint16_t> stratum_port;  // where workers on other machines may join; none: nowhere
    std::string stratum_address;                // empty: bind_address

    std::vector<net::Endpoint> peers;           // to be called whatever host they are on
    std::vector<std::uint16_t> discover_ports;  // of this machine, to look for peers on; empty: the network's
    bool discovers = true;                      // look for peers, and call those that peers name
    std::optional<net::Endpoint> public_url;    // what peers on other machines are told to call us
    std::string pinned_genesis;                 // 64 digits: chains with another block 0 are refused; empty: any
    // The signatures of this block, and of those that it builds on, are not checked: the operator vouches for it.
    std::optional<crypto::Hash256> assumed_valid;
};

}  // namespace chaincore::node
