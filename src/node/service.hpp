// SPDX-License-Identifier: MIT
// What HTTP may ask of the node, answered from its parts. Any thread.
#pragma once

#include "chaincore/api/node_service.hpp"
#include "chaincore/mempool/mempool.hpp"
#include "chaincore/state/chain_thread.hpp"
#include "chaincore/storage/chain_database.hpp"
#include "chaincore/util/clock.hpp"
#include "chaincore/util/log.hpp"
#include "node/farm.hpp"
#include "node/handed_in_counts.hpp"
#include "node/mining_loop.hpp"
#include "node/peering.hpp"
#include "node/rate_limit.hpp"
#include "node/reorg_log.hpp"
#include "node/reported_chain_view.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace chaincore::node {

class Service final : public api::NodeService {
public:
    struct Place {
        chain::NetworkParams params;
        std::string node_id;
        std::string instance_id;
        std::filesystem::path store;  // the database's directory
    };

    // Everything that is handed in must outlive it.
    Service(Place place, const storage::ChainDatabase& database, state::ChainThread& chain, mempool::Mempool& mempool,
            const MiningLoop& mining, const ReorgLog& reorgs, Peering& peering, const util::Clock& clock,
            util::Log& log);

    // Reads are answered from the beginning, writes from here on.
    void set_ready() { is_ready_ = true; }
    // Once there is one. It must outlive this.
    void report_workers_of(const Farm& farm) { farm_ = &farm; }
    void set_node_id(std::string node_id) { place_.node_id = std::move(node_id); }

    api::StatusReport status() const override;
    api::PeerReport peers() const override;
    api::NodeStats stats() const override;
    api::MiningReport mining() const override;
    api::NetworkReport network() const override;
    api::NodeFigures figures() const override;
    api::RateHistory rate_history(std::chrono::seconds span, std::size_t points) const override;
    std::vector<api::ReorgReport> reorgs() const override;
    std::optional<stratum::FarmReport> workers() const override;
    api::Condition health() const override;
    api::Condition readiness() const override;
    std::shared_ptr<const api::ChainView> chain() const override;
    std::vector<std::shared_ptr<const chain::Transaction>> pooled_transactions() const override;
    std::vector<std::shared_ptr<const chain::Block>> orphans() const override;
    api::BlockAnswer submit_block(chain::Block block, api::BlockSource source,
                                  const api::BlockRelayer& relayer) override;
    api::TransactionAnswer submit_transaction(chain::Transaction transaction, api::Relay relay) override;
    api::TemplateAnswer make_template(const std::string& miner_address) override;
    std::size_t note_peers(const std::vector<std::string>& urls, const std::string& address) override;
    api::AddPeerAnswer add_peer(const std::string& url, bool is_local) override;
    api::DiscoveryAnswer discover_peers() override;
    api::SyncAnswer sync_now() override;
    api::PoolAnswer sync_pool() override;
    api::BackupAnswer back_up(const std::string& directory) override;

private:
    void note_relayer(const chain::WrittenBlock& written, const api::BlockRelayer& relayer);
    void note_outcome(const state::Outcome& outcome, const std::string& height, api::BlockSource source);
    void tell_peers(const chain::Transaction& transaction, api::Relay relay);
    // Why nothing can be written now; empty where it can.
    std::string find_obstacle() const;

    Place place_;
    const storage::ChainDatabase& database_;
    state::ChainThread& chain_;
    mempool::Mempool& mempool_;
    const MiningLoop& mining_;
    const ReorgLog& reorgs_;
    Peering& peering_;
    std::atomic<const Farm*> farm_ = nullptr;
    const util::Clock& clock_;
    util::Log& log_;
    mutable ReadFaults read_faults_;
    RateLimit orphans_;  // that make us ask everybody
    HandedInCounts handed_in_;
    const std::chrono::steady_clock::time_point start_;
    std::atomic<bool> is_ready_ = false;
};

}  // namespace chaincore::node
