// SPDX-License-Identifier: MIT
#include "chaincore/sync/sync_manager.hpp"

#include "chaincore/util/counted.hpp"
#include "chaincore/util/parallel.hpp"
#include "sync/fetch_progress.hpp"

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
// A peer that failed is left alone for so long, doubled with every failure.
constexpr auto kShortestPause = 10s;
constexpr unsigned kMostDoublings = 6;
// While others claim to have what we lack, too, a peer must bring something new within this, doubled with every
// failure: who stalls costs little, who is slow gets its time in the end.
constexpr auto kShortestTry = 5s;
constexpr std::size_t kMostRecords = 1000;

}  // namespace

SyncManager::SyncManager(state::ChainThread& chain, net::PeerBook& book, net::PeerClient& client,
                         const util::Clock& clock, util::Log& log, std::function<void()> find_peers)
    : chain_(chain),
      book_(book),
      client_(client),
      clock_(clock),
      log_(log),
      find_peers_(std::move(find_peers)),
      rounds_(kPeriod, kGap, [this](const std::stop_token& stop) { run_round(stop); }) {}

void SyncManager::request_full() {
    wants_all_ = true;
    rounds_.request();
}

SyncManager::Report SyncManager::sync_now(std::chrono::milliseconds timeout, const std::stop_token& stop) {
    const std::uint64_t before = our_length();
    wants_all_ = true;
    is_impatient_ = true;
    rounds_.run_one(timeout, stop);
    const std::uint64_t after = our_length();
    const auto peers = book_.active();
    const bool is_behind = std::any_of(peers.begin(), peers.end(), [&](const net::PeerInfo& peer) {
        return peer.status && peer.status->length > after;
    });
    return {before, after, is_behind};
}

std::optional<RefusedChain> SyncManager::refused_chain() const {
    const std::lock_guard lock(mutex_);
    const auto longest = std::max_element(refused_.begin(), refused_.end(), [](const auto& one, const auto& other) {
        return one.second.length < other.second.length;
    });
    if (longest == refused_.end()) return std::nullopt;
    return longest->second;
}

bool SyncManager::has_refused(const net::Endpoint& peer) const {
    const std::lock_guard lock(mutex_);
    return refused_.contains(peer.url());
}

std::uint64_t SyncManager::our_length() const {
    const auto tip = chain_.tip();
    return tip ? tip->length() : 0;
}

void SyncManager::run_round(const std::stop_token& stop) {
    const bool is_full = wants_all_.exchange(false) || round_ % 2 == 0;
    const bool is_patient = !is_impatient_.exchange(false);
    ++round_;
    fetch_longer(ask_lengths(is_full, is_patient, stop), is_patient, stop);
    forget_outdated();
    if (book_.active_count() == 0) find_peers_();
}

// Of those who answer and, unless somebody waits for the outcome, are not left alone.
std::vector<Claim> SyncManager::ask_lengths(bool is_full, bool is_patient, const std::stop_token& stop) {
    auto peers = book_.active();
    if (!is_full && peers.size() > kFewPeers) peers.resize(kFewPeers);
    util::for_each_in_parallel(peers, kMostCalls,
                               [&](const net::PeerInfo& peer) { client_.status(peer.endpoint, stop); });
    std::vector<Claim> claims;
    for (const net::PeerInfo& peer : peers)
        if (auto claim = claim_of(peer.endpoint, is_patient)) claims.push_back(*std::move(claim));
    return claims;
}

std::optional<Claim> SyncManager::claim_of(const net::Endpoint& peer, bool is_patient) const {
    const auto info = book_.find(peer);
    if (!info || !info->is_active || !info->status) return std::nullopt;
    const auto record = records_.find(peer.url());
    if (record == records_.end()) return Claim{peer, info->status->dialect, info->status->length};
    if (is_patient && clock_.steady_now() < record->second.leave_alone_until) return std::nullopt;
    return Claim{peer, record->second.has_no_ranges ? net::Dialect::seed : info->status->dialect, info->status->length};
}

// One fetch after the other, from the longest claim down, until none is longer than ours. Each has one turn.
void SyncManager::fetch_longer(std::vector<Claim> claims, bool is_patient, const std::stop_token& stop) {
    while (!stop.stop_requested() && !chain_.failure()) {
        const auto plan = plan_sync(our_length(), claims);
        if (!plan) return;
        const bool is_whole = plan->method == FetchMethod::whole_chain;
        const bool must_wait = is_patient && is_whole && our_length() > 0;
        if (must_wait && !has_fetched_whole_lately()) {
            wait_for_pushed(plan->claim.length, stop);
            is_patient = false;
            continue;
        }
        std::erase_if(claims, [&](const Claim& claim) { return claim.peer == plan->claim.peer; });
        if (must_wait) continue;
        const auto fault = fetch(*plan, stop);
        if (fault && std::holds_alternative<NoRanges>(*fault))
            claims.push_back({plan->claim.peer, net::Dialect::seed, plan->claim.length});
    }
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

std::optional<DownloadFault> SyncManager::fetch(const SyncPlan& plan, const std::stop_token& stop) {
    const std::string url = plan.claim.peer.url();
    log_.debug(fmt::format("fetching the chain of {}: {}, ours has {}", url, util::counted(plan.claim.length, "block"),
                           our_length()));
    FetchProgress progress(plan.claim, clock_, log_);
    ChainDownload download(client_, chain_, clock_, limits_for(plan, stop),
                           [&progress](std::uint64_t height) { progress.note(height); });
    const DownloadReport report = download.run(plan);
    if (report.accepted > 0) log_.info(fmt::format("{} fetched from {}", util::counted(report.accepted, "block"), url));
    if (!stop.stop_requested()) note_report(plan, report);
    return report.fault;
}

DownloadLimits SyncManager::limits_for(const SyncPlan& plan, const std::stop_token& stop) const {
    DownloadLimits limits;
    limits.stream.stop = stop;
    if (!plan.has_alternative) return limits;
    const auto record = records_.find(plan.claim.peer.url());
    const unsigned failures = record == records_.end() ? 0 : record->second.failures;
    const std::chrono::milliseconds time = kShortestTry * (1U << std::min(failures, kMostDoublings));
    limits.stream.first_deadline = std::min(limits.stream.first_deadline, time);
    limits.patience = std::min(limits.patience, time);
    return limits;
}

void SyncManager::note_report(const SyncPlan& plan, const DownloadReport& report) {
    if (records_.size() >= kMostRecords) records_.clear();
    if (!report.fault) {
        if (plan.method == FetchMethod::whole_chain) last_whole_fetch_ = clock_.steady_now();
        if (our_length() >= plan.claim.length)
            records_[plan.claim.peer.url()].failures = 0;
        else  // longer than ours, and not better: with less work
            leave_alone(plan.claim, true);
    } else if (const auto* failed = std::get_if<PeerFailed>(&*report.fault)) {
        log_.debug(failed->message);
        leave_alone(plan.claim, report.accepted == 0);
    } else if (const auto* refused = std::get_if<BlockRefused>(&*report.fault)) {
        note_refused(plan.claim, *refused);
    } else if (std::holds_alternative<NoRanges>(*report.fault)) {
        records_[plan.claim.peer.url()].has_no_ranges = true;
    } else {
        // Our fault; or a block that it has spoiled so often that the chain does not look at it for a while.
        leave_alone(plan.claim, false);
    }
}

void SyncManager::leave_alone(const Claim& claim, bool is_longer_each_time) {
    Record& record = records_[claim.peer.url()];
    const unsigned doublings = is_longer_each_time ? std::min(record.failures++, kMostDoublings) : 0;
    record.leave_alone_until = clock_.steady_now() + kShortestPause * (1U << doublings);
}

// One warning for one chain, however many peers follow it and however often it is met.
void SyncManager::note_refused(const Claim& claim, const BlockRefused& refused) {
    const chain::Rejection& rejection = refused.rejection;
    const std::string text =
        fmt::format("the chain of {}, {}, is refused by the rule {} at block {}: {}. We stay on ours", claim.peer.url(),
                    util::counted(claim.length, "block"), rule_name(rejection.rule), refused.height, rejection.message);
    // Too far ahead of our clock is a block for now only.
    const bool is_for_now = rejection.rule == chain::Rule::timestamp_too_new;
    leave_alone(claim, !is_for_now);
    if (is_for_now) return log_.debug(text);
    bool is_known = false;
    {
        const std::lock_guard lock(mutex_);
        for (const auto& [url, known] : refused_)
            is_known |=
                url == claim.peer.url() || (known.height == refused.height && known.rejection.rule == rejection.rule);
        refused_[claim.peer.url()] = RefusedChain{claim.peer, claim.length, refused.height, rejection};
    }
    log_.write(is_known ? util::LogLevel::debug : util::LogLevel::warn, text);
}

// Of a refused chain nothing need be said any more once ours is as long, or its peer has gone.
void SyncManager::forget_outdated() {
    const std::uint64_t ours = our_length();
    const std::lock_guard lock(mutex_);
    std::erase_if(refused_, [&](const auto& entry) {
        const auto peer = book_.find(entry.second.peer);
        return !peer || !peer->is_active || !peer->status || peer->status->length <= ours;
    });
}

}  // namespace chaincore::sync
