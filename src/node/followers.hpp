// SPDX-License-Identifier: MIT
// The chain's changes, told to those who follow it. Chain thread.
#pragma once

#include "chaincore/mempool/mempool.hpp"
#include "chaincore/state/chain_change.hpp"
#include "chaincore/util/log.hpp"
#include "node/mining_loop.hpp"
#include "node/peering.hpp"
#include "node/reorg_log.hpp"

namespace chaincore::node {

class Followers final : public state::ChainListener {
public:
    // All of these must outlive it.
    Followers(mempool::Mempool& mempool, MiningLoop& mining, ReorgLog& reorgs, Peering& peering, util::Log& log)
        : mempool_(mempool), mining_(mining), reorgs_(reorgs), peering_(peering), log_(log) {}

    void on_committed(const state::ChainChange& change) override;
    void on_published(const state::ChainChange& change) override;

private:
    mempool::Mempool& mempool_;
    MiningLoop& mining_;
    ReorgLog& reorgs_;
    Peering& peering_;
    util::Log& log_;
};

}  // namespace chaincore::node
