// SPDX-License-Identifier: MIT
// Keeps our chain up with the longest one around: it asks peers for their lengths, often a few of them, less often all,
// and at once when something hints that we are behind; what is longer is fetched, from several peers at once where one
// does not bring it quickly (docs/protocol.md, "Fetching chains"). A thread of its own; any thread may call it.
#pragma once

#include "chaincore/net/peer_book.hpp"
#include "chaincore/net/peer_client.hpp"
#include "chaincore/state/chain_thread.hpp"
#include "chaincore/sync/chain_download.hpp"
#include "chaincore/sync/sync_plan.hpp"
#include "chaincore/util/clock.hpp"
#include "chaincore/util/log.hpp"
#include "chaincore/util/rounds.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

namespace chaincore::sync {

// A chain that a peer follows and our rules refuse.
struct RefusedChain {
    net::Endpoint peer;
    std::uint64_t length = 0;  // as the peer claims
    std::uint64_t height = 0;  // of the block that is refused
    chain::Rejection rejection;
};

class Fetches;
class PeerRecords;
class RefusedChains;

class SyncManager {
public:
    // All of these must outlive it. find_peers: called where there is nobody to ask; returns at once. assumed_valid: a
    // block that the operator vouches for.
    SyncManager(
        state::ChainThread& chain, net::PeerBook& book, net::PeerClient& client, const util::Clock& clock,
        util::Log& log, std::function<void()> find_peers = [] {},
        const std::optional<crypto::Hash256>& assumed_valid = std::nullopt);
    ~SyncManager();

    // The first round is at once, and impatient: blocks that may be pushed to us are not waited for.
    void start() { rounds_.start(); }
    // Idempotent. The chain is not used any more when it returns.
    void stop();

    // Something hints that we are behind: a few peers are asked soon, or all.
    void request_quick() { rounds_.request(); }
    void request_full();
    // The same of those, too, whose chain was refused: what counts is another now.
    void look_again();

    struct Report {
        std::uint64_t old_length = 0;
        std::uint64_t new_length = 0;
        bool is_behind = false;  // an active peer claims more than we have
    };
    // An impatient round with all peers; returns when each that claims more has had its turn, or the time is over. Who
    // stalls is not waited for.
    Report sync_now(std::chrono::milliseconds timeout, const std::stop_token& stop = {});

    // The longest one of an active peer that claims more than we have.
    std::optional<RefusedChain> refused_chain() const;
    // Our rules refuse the chain of this peer, and it claims more than we have.
    bool has_refused(const net::Endpoint& peer) const;

private:
    using SteadyTime = std::chrono::steady_clock::time_point;
    // A round while it lasts.
    struct Round {
        bool is_patient = true;
        bool must_wait = true;           // for pushed blocks, before a whole chain is fetched
        std::set<std::string> had_turn;  // URLs of peers
        std::vector<Claim> claims;
    };

    void run_round(const std::stop_token& stop);
    std::vector<Claim> ask_lengths(bool is_full, const Round& round, const std::stop_token& stop);
    std::optional<Claim> claim_of(const net::Endpoint& peer, const Round& round) const;
    void look_at_tips(std::vector<Claim>& claims, const std::stop_token& stop) const;
    bool may_be_worth_more(const Claim& claim) const;
    bool has_block(const std::string& hash) const;
    bool give_turns(Round& round, const std::stop_token& stop);
    bool may_begin_another(const Round& round, const SyncPlan& plan);
    void give_turn(Round& round, const SyncPlan& plan, const std::stop_token& stop);
    bool has_fetched_whole_lately() const;
    void wait_for_pushed(std::uint64_t length, const std::stop_token& stop) const;
    void reap(Round& round, const std::stop_token& stop);
    void note_report(const SyncPlan& plan, const DownloadReport& report);
    void note_helper(const SyncPlan& plan, const HelperFault& helper);
    void note_refused(const Claim& claim, const BlockRefused& refused);
    void forget_outdated();
    bool is_ahead(const net::PeerInfo& peer) const;
    std::uint64_t our_length() const;
    OwnChain our_chain() const;

    state::ChainThread& chain_;
    net::PeerBook& book_;
    net::PeerClient& client_;
    const util::Clock& clock_;
    util::Log& log_;
    const std::function<void()> find_peers_;

    // Rounds' thread only.
    const std::unique_ptr<PeerRecords> records_;
    std::optional<SteadyTime> last_whole_fetch_;
    std::uint64_t round_ = 0;
    std::uint64_t turns_ = 0;
    bool has_said_what_is_missing_ = false;

    // Any thread.
    const std::unique_ptr<RefusedChains> refused_;
    std::atomic<bool> wants_all_ = true;
    std::atomic<bool> is_impatient_ = true;
    std::atomic<bool> is_forgiving_ = false;

    const std::unique_ptr<Fetches> fetches_;  // the rounds' thread's; any may stop them
    util::Rounds rounds_;
};

}  // namespace chaincore::sync
