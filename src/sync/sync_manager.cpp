// SPDX-License-Identifier: MIT
#include "chaincore/sync/sync_manager.hpp"

#include "chaincore/consensus/chain_work.hpp"
#include "chaincore/util/counted.hpp"
#include "chaincore/util/parallel.hpp"
#include "sync/fetches.hpp"
#include "sync/our_chain.hpp"
#include "sync/peer_records.hpp"
#include "sync/refused_chains.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace chaincore::sync {
namespace {

using namespace std::chrono_literals;

constexpr auto kPeriod = 5s;
constexpr auto kGap = 500ms;
// Every second round asks all peers, the others these few.
constexpr std::size_t kFewPeers = 3;
constexpr std::size_t kMostCalls = 32;
// How long pushed blocks are waited for before a whole chain is fetched, and how often one may be.
constexpr auto kPatience = 2s;
constexpr auto kWholeFetchPeriod = 10s;
constexpr auto kLook = 50ms;
// What a fetch is given to begin before somebody else is asked, too: where somebody waits for the outcome, and else.
constexpr auto kShortGrace = 1s;
constexpr auto kLongGrace = 5s;
// A place is given up after so long without a flow of new blocks, if others wait for one.
constexpr auto kPlaceTime = 5s;
// So long nobody else is asked because one flows; what it brings may be worth nothing.
constexpr std::chrono::milliseconds kAlone = 30s;
constexpr std::chrono::milliseconds kForEver = 24h * 365;
// A chain that is so short is fetched from everybody at once where somebody waits for it: less is lost by that than by
// one that stalls.
constexpr std::uint64_t kShortChain = 2000;
// Whom nobody waits for any longer.
constexpr auto kStallTime = 10s;

}  // namespace

SyncManager::SyncManager(state::ChainThread& chain, net::PeerBook& book, net::PeerClient& client,
                         const util::Clock& clock, util::Log& log, std::function<void()> find_peers,
                         const std::optional<crypto::Hash256>& assumed_valid)
    : chain_(chain),
      book_(book),
      client_(client),
      clock_(clock),
      log_(log),
      find_peers_(std::move(find_peers)),
      records_(std::make_unique<PeerRecords>(clock)),
      refused_(std::make_unique<RefusedChains>(clock)),
      fetches_(std::make_unique<Fetches>(client, chain, clock, log, assumed_valid)),
      rounds_(kPeriod, kGap, [this](const std::stop_token& stop) { run_round(stop); }) {}

SyncManager::~SyncManager() { stop(); }

// The fetches first: they end while the round does.
void SyncManager::stop() {
    fetches_->request_stop();
    rounds_.stop();
    fetches_->stop();
}

void SyncManager::request_full() {
    wants_all_ = true;
    rounds_.request();
}

void SyncManager::look_again() {
    is_forgiving_ = true;
    request_full();
}

SyncManager::Report SyncManager::sync_now(std::chrono::milliseconds timeout, const std::stop_token& stop) {
    const std::uint64_t before = our_length();
    wants_all_ = true;
    is_impatient_ = true;
    rounds_.run_one(timeout, stop);
    const std::uint64_t after = our_length();
    const auto peers = book_.active();
    const bool is_behind =
        std::any_of(peers.begin(), peers.end(), [this](const net::PeerInfo& peer) { return is_ahead(peer); });
    return {before, after, is_behind};
}

std::optional<RefusedChain> SyncManager::refused_chain() const { return refused_->longest(); }

bool SyncManager::has_refused(const net::Endpoint& peer) const { return refused_->contains(peer); }

std::uint64_t SyncManager::our_length() const {
    const auto tip = chain_.tip();
    return tip ? tip->length() : 0;
}

OwnChain SyncManager::our_chain() const {
    const auto tip = chain_.tip();
    return tip ? OwnChain{tip->length(), consensus::to_hex(tip->block.work)} : OwnChain{};
}

void SyncManager::run_round(const std::stop_token& stop) {
    if (is_forgiving_.exchange(false)) records_->forgive_all();
    bool is_full = wants_all_.exchange(false) || round_++ % 2 == 0;
    Round round;
    round.is_patient = round.must_wait = !is_impatient_.exchange(false);
    bool is_over = false;
    do {
        round.claims = ask_lengths(is_full, round, stop);
        is_over = give_turns(round, stop);
        is_full = true;
    } while (!is_over && !round.is_patient && !stop.stop_requested());
    // What goes on is looked at again soon.
    if (!is_over) rounds_.request();
    forget_outdated();
    if (book_.active_count() == 0) find_peers_();
}

// Of those who answer and may be fetched from.
std::vector<Claim> SyncManager::ask_lengths(bool is_full, const Round& round, const std::stop_token& stop) {
    auto peers = book_.active();
    if (!is_full && peers.size() > kFewPeers) peers.resize(kFewPeers);
    util::for_each_in_parallel(peers, kMostCalls,
                               [&](const net::PeerInfo& peer) { client_.status(peer.endpoint, stop); });
    std::vector<Claim> claims;
    for (const net::PeerInfo& peer : peers)
        if (auto claim = claim_of(peer.endpoint, round)) claims.push_back(*std::move(claim));
    if (is_full) look_at_tips(claims, stop);
    return claims;
}

// Era B does not say how much work is in its chain, and knows no reorg: one that is no longer than ours may be worth
// more. Its headers tell, once for each tip of it that we do not have.
void SyncManager::look_at_tips(std::vector<Claim>& claims, const std::stop_token& stop) const {
    std::vector<Claim*> asked;
    for (Claim& claim : claims)
        if (may_be_worth_more(claim)) asked.push_back(&claim);
    util::for_each_in_parallel(asked, kMostCalls, [&](Claim* claim) {
        const auto tip = client_.tip(claim->peer, stop);
        if (tip && !has_block(tip->hash) && !records_->has_been_weighed(claim->peer, tip->hash))
            claim->unweighed_tip = tip->hash;
    });
}

bool SyncManager::may_be_worth_more(const Claim& claim) const {
    return chain_.params().network == chain::Network::mainline && claim.dialect == net::Dialect::b &&
           !claims_more(claim, our_chain());
}

bool SyncManager::has_block(const std::string& text) const {
    const auto hash = crypto::Hash256::from_hex(text);
    return hash && OurChain(chain_.tip()).knows(*hash);
}

// Each has one fetch at once and one turn in a round. Who is left alone has none, unless somebody waits for the
// outcome.
std::optional<Claim> SyncManager::claim_of(const net::Endpoint& peer, const Round& round) const {
    const auto info = book_.find(peer);
    if (!info || !info->is_active || !info->status) return std::nullopt;
    if (fetches_->has(peer) || round.had_turn.contains(peer.url())) return std::nullopt;
    if (round.is_patient && records_->is_left_alone(peer)) return std::nullopt;
    return Claim{peer, records_->has_no_ranges(peer) ? net::Dialect::seed : info->status->dialect, info->status->length,
                 info->status->work};
}

// True: nothing is left to fetch or to wait for. False: it is time to ask for lengths again.
bool SyncManager::give_turns(Round& round, const std::stop_token& stop) {
    const SteadyTime end = clock_.steady_now() + kPeriod;
    while (!stop.stop_requested() && !chain_.failure()) {
        reap(round, stop);
        // Lies about length must not win every place.
        const Choice choice = turns_ % 2 == 0 ? Choice::largest : Choice::first;
        const auto plan = plan_sync(our_chain(), round.claims, choice);
        if (!plan && fetches_->are_idle(kStallTime)) return true;
        if (clock_.steady_now() >= end || (round.is_patient && is_impatient_)) return false;
        if (plan && may_begin_another(round, *plan))
            give_turn(round, *plan, stop);
        else
            fetches_->wait(stop);
    }
    return true;
}

// A second fetch of the same blocks costs everybody: there is none while one flows. By its headers it is known for the
// same before it costs much.
bool SyncManager::may_begin_another(const Round& round, const SyncPlan& plan) {
    const auto most_age = plan.method == FetchMethod::ranges ? kAlone : kForEver;
    const bool is_short = !round.is_patient && plan.claim.length <= kShortChain;
    if (!is_short && fetches_->are_flowing(round.is_patient ? kLongGrace : kShortGrace, most_age)) return false;
    if (!fetches_->is_full()) return true;
    fetches_->give_one_up(kPlaceTime);
    return false;
}

void SyncManager::give_turn(Round& round, const SyncPlan& plan, const std::stop_token& stop) {
    const bool must_wait = round.must_wait && plan.method == FetchMethod::whole_chain && our_length() > 0;
    if (must_wait && !has_fetched_whole_lately()) {
        wait_for_pushed(plan.claim.length, stop);
        round.must_wait = false;
        return;
    }
    std::erase_if(round.claims, [&](const Claim& claim) { return claim.peer == plan.claim.peer; });
    if (must_wait) return;
    log_.debug(fmt::format("fetching the chain of {}: {}, ours has {}", plan.claim.peer.url(),
                           util::counted(plan.claim.length, "block"), our_length()));
    round.had_turn.insert(plan.claim.peer.url());
    if (fetches_->start(plan)) ++turns_;
}

bool SyncManager::has_fetched_whole_lately() const {
    return last_whole_fetch_ && clock_.steady_now() - *last_whole_fetch_ < kWholeFetchPeriod;
}

// A block that we lack is on its way to us, mostly: the peer that has it pushes it.
void SyncManager::wait_for_pushed(std::uint64_t length, const std::stop_token& stop) const {
    const SteadyTime end = clock_.steady_now() + kPatience;
    while (our_length() < length && clock_.steady_now() < end && !is_impatient_ && !stop.stop_requested())
        clock_.sleep_for(kLook);
}

void SyncManager::reap(Round& round, const std::stop_token& stop) {
    for (const auto& [plan, report] : fetches_->reap()) {
        const Claim& claim = plan.claim;
        if (report.accepted > 0)
            log_.info(fmt::format("{} fetched from {}", util::counted(report.accepted, "block"), claim.peer.url()));
        if (!stop.stop_requested()) note_report(plan, report);
        for (const HelperFault& helper : report.helpers) note_helper(plan, helper);
        if (report.fault && std::holds_alternative<NoRanges>(*report.fault))
            round.claims.push_back({claim.peer, net::Dialect::seed, claim.length, claim.work});
        // Whoever brings it may stop: it may have its turn after all, in a while.
        if (report.fault && std::holds_alternative<UnderWay>(*report.fault)) round.had_turn.erase(claim.peer.url());
    }
}

void SyncManager::note_report(const SyncPlan& plan, const DownloadReport& report) {
    const net::Endpoint& peer = plan.claim.peer;
    if (!report.fault) {
        if (!plan.claim.unweighed_tip.empty()) records_->note_weighed(peer, plan.claim.unweighed_tip);
        if (plan.method == FetchMethod::whole_chain) last_whole_fetch_ = clock_.steady_now();
        if (claims_more(plan.claim, our_chain()))  // longer than ours, and not better: with less work
            records_->leave_alone(peer, true);
        else
            records_->note_success(peer);
    } else if (const auto* failed = std::get_if<PeerFailed>(&*report.fault)) {
        log_.debug(failed->message);
        records_->leave_alone(peer, report.accepted == 0);
        if (report.accepted == 0) client_.note_misdeed(peer, failed->misdeed, failed->message);
    } else if (const auto* refused = std::get_if<BlockRefused>(&*report.fault)) {
        note_refused(plan.claim, *refused);
    } else if (std::holds_alternative<NoRanges>(*report.fault)) {
        records_->note_no_ranges(peer);
    } else if (std::holds_alternative<NodeBusy>(*report.fault)) {
        // Our fault; or a block that it has spoiled so often that the chain does not look at it for a
        // while.
        records_->leave_alone(peer, false);
    }
    if (!report.fault && report.lacks_assumed_block && !std::exchange(has_said_what_is_missing_, true))
        log_.warn(
            fmt::format("the chain of {} does not have the block that --assume-valid names: all signatures in it "
                        "are checked",
                        peer.url()));
}

void SyncManager::note_helper(const SyncPlan& plan, const HelperFault& helper) {
    if (const auto* refused = std::get_if<BlockRefused>(&helper.fault))
        note_refused({helper.peer, plan.claim.dialect, plan.claim.length, plan.claim.work}, *refused);
    else if (std::holds_alternative<NoRanges>(helper.fault))
        records_->note_no_ranges(helper.peer);
    else
        records_->leave_alone(helper.peer, true);
    if (const auto* failed = std::get_if<PeerFailed>(&helper.fault))
        client_.note_misdeed(helper.peer, failed->misdeed, failed->message);
}

void SyncManager::note_refused(const Claim& claim, const BlockRefused& refused) {
    const chain::Rejection& rejection = refused.rejection;
    const std::string text =
        fmt::format("the chain of {}, {}, is refused by the rule {} at block {}: {}. We stay on ours", claim.peer.url(),
                    util::counted(claim.length, "block"), rule_name(rejection.rule), refused.height, rejection.message);
    // A block too far ahead of our clock is in order later: its chain is not refused for good.
    const bool is_for_now = rejection.rule == chain::Rule::timestamp_too_new;
    records_->leave_alone(claim.peer, !is_for_now);
    const bool is_news = !is_for_now && refused_->note({claim.peer, claim.length, refused.height, rejection});
    log_.write(is_news ? util::LogLevel::warn : util::LogLevel::debug, text);
    client_.note_misdeed(claim.peer, net::misdeed_of(rejection.rule),
                         fmt::format("block {} of its chain: {}", refused.height, rejection.message));
}

// Of a refused chain nothing need be said any more once ours is as long, or its peer has gone by itself.
void SyncManager::forget_outdated() {
    refused_->forget_if([this](const RefusedChain& chain) {
        const auto peer = book_.find(chain.peer);
        return !peer || !(peer->is_active || peer->is_banned()) || !is_ahead(*peer);
    });
}

bool SyncManager::is_ahead(const net::PeerInfo& peer) const {
    if (!peer.status) return false;
    return claims_more({peer.endpoint, peer.status->dialect, peer.status->length, peer.status->work}, our_chain());
}

}  // namespace chaincore::sync
