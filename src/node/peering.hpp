// SPDX-License-Identifier: MIT
// All that a node has to do with its peers, built and ended together: who they are, what they are told, what is fetched
// from them. Any thread, but for what is said to be the owner's.
#pragma once

#include "chaincore/api/node_service.hpp"
#include "chaincore/net/broadcaster.hpp"
#include "chaincore/net/peer_book.hpp"
#include "chaincore/net/peer_client.hpp"
#include "chaincore/net/peer_manager.hpp"
#include "chaincore/state/chain_change.hpp"
#include "chaincore/state/chain_thread.hpp"
#include "chaincore/sync/sync_manager.hpp"
#include "chaincore/util/clock.hpp"
#include "chaincore/util/log.hpp"
#include "node/rate_limit.hpp"
#include "node/stored_texts.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <variant>
#include <vector>

namespace chaincore::node {

class Peering final : public net::PeerListener {
public:
    // clock and log must outlive it.
    Peering(net::PeerManagerOptions options, const util::Clock& clock, util::Log& log);
    ~Peering() override;

    // The owner's, in this order: detect_difficulty() where nobody says what it is, attach(), set_own_port(), start();
    // join() is the starter thread's, after that. Peers are looked for from start() on; a second call does no harm.
    void start();
    // What the peers advertise, once those who are there have answered (docs/rules.md, "Networks"); none: nobody. It
    // starts the search, too.
    std::optional<std::uint64_t> detect_difficulty(const std::stop_token& stop);
    // chain must outlive it. difficulty: what is expected of peers; none: anything. assumed_valid: a block that the
    // operator vouches for.
    void attach(state::ChainThread& chain, std::optional<std::uint64_t> difficulty,
                const std::optional<crypto::Hash256>& assumed_valid);
    void set_own_port(std::uint16_t port);
    // Takes up what the network has. It returns early when it is told to stop.
    // must_find_chain: it goes on until some peer has given us one. It does so, too, where a peer has one that could
    // not be fetched so far: two chains in one network help nobody.
    void join(bool must_find_chain, const std::stop_token& stop);
    // What was mined last is on its way to the peers for a moment longer. Idempotent.
    void stop();
    // Nothing that was pushed is still on its way.
    bool has_told_peers();

    // Chain thread: these blocks are on disk, and are not shown to anybody yet.
    void on_committed(const state::ChainChange& change);
    void note_relayer(const std::string& block_hash, const api::BlockRelayer& relayer);
    void push_transaction(const chain::Transaction& transaction);
    // Something hints that peers have what we lack: a few of them are asked soon, or all.
    void request_quick_sync();
    void request_full_sync();
    // Peers whose chain was refused may have what is wanted now.
    void look_again();

    // As PeerManager::configure().
    void configure(const std::vector<net::Endpoint>& named, const std::vector<net::Endpoint>& taken_back) {
        manager_.configure(named, taken_back);
    }
    std::vector<std::string> active_urls() const;
    std::uint64_t known_count() const { return book_.known_count(); }
    std::uint64_t active_count() const { return book_.active_count(); }
    api::PeerReport report() const;
    bool discovers() const { return manager_.discovers(); }
    const std::string& public_url() const { return public_url_; }
    std::optional<api::RefusedChain> refused_chain() const;
    std::size_t note_peers(const std::vector<std::string>& urls, const std::string& address) {
        return manager_.note_names(urls, address);
    }
    api::AddPeerAnswer add_peer(const std::string& url, bool is_local);
    // The operator's word: any URL of a node but our own. False: it was so already.
    Result<bool, Error> configure_peer(const std::string& url);
    Result<bool, Error> forget_peer(const std::string& url);
    Result<void, Error> ban_peer(const std::string& url, std::chrono::seconds time);
    Result<bool, Error> lift_ban(const std::string& url);
    api::DiscoveryAnswer discover();
    api::SyncAnswer sync_now();
    // What waits in the pools of the best peers; handle is called from several threads.
    using TransactionHandler = std::function<void(chain::Transaction)>;
    std::variant<api::PoolReport, api::TooSoon> fetch_pools(const TransactionHandler& handle);

    void on_peer_gained(const net::Endpoint& peer) override;
    void on_peer_lost(const net::Endpoint& peer) override;

private:
    void try_again(const std::stop_token& stop);
    bool somebody_has_a_chain(bool counts_lost_ones) const;
    Result<net::Endpoint, Error> peer_of(const std::string& url) const;
    void judge_difficulty_of(const net::PeerInfo& peer);

    const util::Clock& clock_;
    util::Log& log_;
    const std::string public_url_;
    net::PeerBook book_;
    net::PeerClient client_;
    net::PeerManager manager_;
    std::atomic<std::uint64_t> difficulty_ = 0;  // that peers should advertise; 0: any
    const state::ChainThread* chain_ = nullptr;
    std::optional<StoredTexts> texts_;
    std::optional<net::Broadcaster> broadcaster_;
    std::optional<sync::SyncManager> sync_;
    bool has_started_ = false;                            // owner's
    std::atomic<bool> is_syncing_ = false;                // the sync manager may be called
    std::atomic<std::uint64_t> warned_difficulties_ = 0;  // a bit for each
    std::atomic<bool> is_discovery_asked_ = false;
    std::atomic<bool> is_sync_asked_ = false;
    std::atomic<bool> is_pool_asked_ = false;
    std::stop_source stopping_;
    RateLimit announcements_;
    RateLimit discoveries_;
    RateLimit syncs_;
    RateLimit pools_;
};

}  // namespace chaincore::node
