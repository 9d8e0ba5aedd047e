// SPDX-License-Identifier: MIT
// Of a node's configuration what can change while it runs, as it was told last. The node's owner.
#pragma once

#include "chaincore/net/endpoint.hpp"
#include "chaincore/node/config.hpp"
#include "chaincore/node/data_directory.hpp"
#include "chaincore/node/node.hpp"
#include "chaincore/util/log.hpp"
#include "chaincore/util/result.hpp"
#include "node/mining_loop.hpp"
#include "node/payee.hpp"
#include "node/peering.hpp"

#include <chrono>
#include <vector>

namespace chaincore::node {

class RunningConfig {
public:
    // config, payee: as the node was started. All that is handed in by reference must outlive it.
    RunningConfig(const NodeConfig& config, Payee payee, const DataDirectory& directory, MiningLoop& mining,
                  Peering& peering, util::Log& log)
        : is_miner_(config.backend != BackendChoice::none),
          directory_(directory),
          mining_(mining),
          peering_(peering),
          log_(log),
          payee_(std::move(payee)),
          interval_(config.min_block_interval),
          peers_(config.peers) {}

    // As Node::reconfigure.
    Result<bool, StartFault> change(const NodeConfig& wanted);

private:
    bool change_payee(Payee payee);
    bool change_interval(std::chrono::milliseconds interval);
    bool change_peers(const std::vector<net::Endpoint>& wanted);

    const bool is_miner_;
    const DataDirectory& directory_;
    MiningLoop& mining_;
    Peering& peering_;
    util::Log& log_;
    Payee payee_;
    std::chrono::milliseconds interval_;
    std::vector<net::Endpoint> peers_;
};

}  // namespace chaincore::node
