// SPDX-License-Identifier: MIT
#include "chaincore/net/peer_book.hpp"

#include "net/saved_peers.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace chaincore::net {
namespace {

using Lock = std::lock_guard<std::mutex>;

constexpr double kResponseTimeWeight = 1.0 / 5;
constexpr double kFailureRateWeight = 1.0 / 10;
constexpr std::chrono::seconds kFirstPause{5};
constexpr std::chrono::seconds kLongestPause{60};
// A later answer than the saved one is news only after so long: else every probe would be a reason to write.
constexpr std::chrono::minutes kSeenAnew{5};

constexpr std::string_view kConfigured = "configured";
constexpr std::string_view kSearch = "search";

// The reference takes up whole chains on trust.
bool may_be_deceived(const PeerInfo& info) { return info.status && info.status->dialect != Dialect::ours; }

double moved(double average, double towards, double weight) { return average + weight * (towards - average); }

// 5 s, doubled with each failure.
std::chrono::seconds pause_after(std::uint32_t failures_in_a_row) {
    auto pause = kFirstPause;
    for (std::uint32_t i = 1; i < failures_in_a_row && pause < kLongestPause; ++i) pause *= 2;
    return std::min(pause, kLongestPause);
}

auto in_order_of_asking(const PeerInfo& peer) {
    const double seconds = peer.response_time.count();
    return std::pair(std::lround(peer.failure_rate * 10),
                     seconds > 0 ? seconds : std::numeric_limits<double>::infinity());
}

PeerInfo make_peer(const Endpoint& endpoint, std::string_view source, util::WallTime now) {
    PeerInfo info;
    info.endpoint = endpoint;
    info.source = source;
    info.first_seen = now;
    return info;
}

}  // namespace

bool answers_better(const PeerInfo& one, const PeerInfo& other) {
    return in_order_of_asking(one) < in_order_of_asking(other);
}

bool PeerBook::add(const Endpoint& endpoint, const std::string& source) {
    const Lock lock(mutex_);
    if (Entry* known = entry(endpoint); known != nullptr && source == kSearch && is_limited(known->info.source)) {
        known->info.source = source;
        ++version_;
    }
    return insert(make_peer(endpoint, source, clock_.wall_now()));
}

bool PeerBook::configure(const Endpoint& endpoint) {
    const Lock lock(mutex_);
    insert(make_peer(endpoint, kConfigured, clock_.wall_now()));
    Entry* found = entry(endpoint);
    if (found == nullptr || (found->info.is_configured && !is_under_ban(found->info))) return false;
    found->info.is_configured = true;
    found->info.source = kConfigured;
    found->info.banned_until = {};
    ++version_;
    return true;
}

void PeerBook::unconfigure(const Endpoint& endpoint) {
    const Lock lock(mutex_);
    Entry* found = entry(endpoint);
    if (found == nullptr || !found->info.is_configured) return;
    found->info.is_configured = false;
    found->info.source = endpoint.host;
    ++version_;
}

bool PeerBook::remove(const Endpoint& endpoint) {
    const Lock lock(mutex_);
    if (peers_.erase(endpoint) == 0) return false;
    ++version_;
    return true;
}

bool PeerBook::ban(const Endpoint& endpoint, std::chrono::seconds time) {
    const Lock lock(mutex_);
    insert(make_peer(endpoint, kConfigured, clock_.wall_now()));
    Entry* found = entry(endpoint);
    if (found == nullptr) return false;
    found->info.banned_until = clock_.wall_now() + time;
    found->info.is_active = false;
    ++version_;
    return true;
}

bool PeerBook::lift_ban(const Endpoint& endpoint) {
    const Lock lock(mutex_);
    Entry* found = entry(endpoint);
    if (found == nullptr || !is_under_ban(found->info)) return false;
    found->info.banned_until = {};
    ++version_;
    return true;
}

void PeerBook::note_answer(const Endpoint& endpoint, std::chrono::duration<double> took) {
    const Lock lock(mutex_);
    Entry* found = entry(endpoint);
    if (found == nullptr) return;
    PeerInfo& info = found->info;
    const bool is_first = info.successes == 0;
    info.response_time =
        is_first ? took
                 : std::chrono::duration<double>(moved(info.response_time.count(), took.count(), kResponseTimeWeight));
    info.failure_rate = moved(info.failure_rate, 0, kFailureRateWeight);
    ++info.successes;
    note_sign_of_life(*found);
}

bool PeerBook::note_status(const Endpoint& endpoint, const PeerStatus& status) {
    const Lock lock(mutex_);
    Entry* found = entry(endpoint);
    if (found == nullptr) return false;
    PeerInfo& info = found->info;
    info.status = status;
    note_sign_of_life(*found);
    if (info.is_active) return false;
    if (is_under_ban(info)) return false;
    if (!may_become_active(info)) {
        info.next_probe = clock_.steady_now() + kLongestPause;
        return false;
    }
    info.is_active = true;
    if (!std::exchange(found->has_been_active, true)) ++version_;
    return true;
}

bool PeerBook::note_failure(const Endpoint& endpoint) {
    const Lock lock(mutex_);
    Entry* found = entry(endpoint);
    if (found == nullptr) return false;
    PeerInfo& info = found->info;
    info.failure_rate = moved(info.failure_rate, 1, kFailureRateWeight);
    ++info.failures;
    ++info.failures_in_a_row;
    info.next_probe = clock_.steady_now() + pause_after(info.failures_in_a_row);
    return std::exchange(info.is_active, false);
}

std::chrono::seconds PeerBook::note_misdeed(const Endpoint& endpoint, Misdeed misdeed) {
    const Lock lock(mutex_);
    Entry* found = entry(endpoint);
    if (found == nullptr || is_under_ban(found->info)) return {};
    if (misdeed == Misdeed::invalid_work && may_be_deceived(found->info) && is_last_active(found->info)) return {};
    const auto ban = found->misdeeds.add(misdeed, clock_.steady_now());
    if (ban == ban.zero()) return {};
    found->info.banned_until = clock_.wall_now() + ban;
    found->info.is_active = false;
    ++version_;
    return ban;
}

std::optional<PeerInfo> PeerBook::find(const Endpoint& endpoint) const {
    const Lock lock(mutex_);
    const auto found = peers_.find(endpoint);
    if (found == peers_.end()) return std::nullopt;
    return as_of_now(found->second.info);
}

bool PeerBook::is_last_active(const PeerInfo& info) const {
    return std::none_of(peers_.begin(), peers_.end(), [&](const auto& peer) {
        return peer.second.info.is_active && peer.second.info.endpoint != info.endpoint;
    });
}

// A ban ends by itself.
PeerInfo PeerBook::as_of_now(PeerInfo info) const {
    if (!is_under_ban(info)) info.banned_until = {};
    return info;
}

bool PeerBook::is_banned(const Endpoint& endpoint) const {
    const auto info = find(endpoint);
    return info && info->is_banned();
}

std::vector<PeerInfo> PeerBook::all() const {
    const Lock lock(mutex_);
    std::vector<PeerInfo> peers;
    peers.reserve(peers_.size());
    for (const auto& [endpoint, entry] : peers_) peers.push_back(as_of_now(entry.info));
    return peers;
}

std::vector<PeerInfo> PeerBook::active() const {
    std::vector<PeerInfo> peers = all();
    std::erase_if(peers, [](const PeerInfo& peer) { return !peer.is_active; });
    std::stable_sort(peers.begin(), peers.end(), answers_better);
    return peers;
}

std::size_t PeerBook::known_count() const {
    const Lock lock(mutex_);
    return peers_.size();
}

std::size_t PeerBook::active_count() const {
    const Lock lock(mutex_);
    const auto is_active = [](const auto& peer) { return peer.second.info.is_active; };
    return static_cast<std::size_t>(std::count_if(peers_.begin(), peers_.end(), is_active));
}

void PeerBook::note_discovery(util::WallTime time) {
    const Lock lock(mutex_);
    last_discovery_ = time;
}

util::WallTime PeerBook::last_discovery() const {
    const Lock lock(mutex_);
    return last_discovery_;
}

std::uint64_t PeerBook::version() const {
    const Lock lock(mutex_);
    return version_;
}

std::string PeerBook::to_json() const { return write_saved_peers(all()); }

Result<void, Error> PeerBook::add_from_json(std::string_view text) {
    auto saved = read_saved_peers(text);
    if (!saved) return fail(saved.error());
    const Lock lock(mutex_);
    for (PeerInfo& info : *saved) merge(std::move(info));
    return {};
}

PeerBook::Entry* PeerBook::entry(const Endpoint& endpoint) {
    const auto found = peers_.find(endpoint);
    return found != peers_.end() ? &found->second : nullptr;
}

bool PeerBook::has_room_for_source(const std::string& source) const {
    if (!is_limited(source)) return true;
    const auto is_of_source = [&source](const auto& peer) { return peer.second.info.source == source; };
    return std::count_if(peers_.begin(), peers_.end(), is_of_source) < std::ptrdiff_t{kMostOfOneSource};
}

// Both lists are our own, and short: no crowd of strangers shuts out who is on them.
bool PeerBook::may_become_active(const PeerInfo& info) const {
    if (info.is_configured || info.source == kSearch) return true;
    std::size_t active = 0;
    std::size_t of_source = 0;
    for (const auto& [endpoint, entry] : peers_) {
        if (!entry.info.is_active) continue;
        ++active;
        if (entry.info.source == info.source) ++of_source;
    }
    return active < kMostActive && of_source < kMostActiveOfOneSource;
}

bool PeerBook::make_room() {
    if (peers_.size() < kMostKnown) return true;
    auto longest_silent = peers_.end();
    const auto silence = [this](const PeerInfo& info) {
        return std::tuple(is_under_ban(info), info.last_seen, info.first_seen);
    };
    for (auto peer = peers_.begin(); peer != peers_.end(); ++peer) {
        const PeerInfo& info = peer->second.info;
        if (info.is_configured || info.is_active) continue;
        if (longest_silent == peers_.end() || silence(info) < silence(longest_silent->second.info))
            longest_silent = peer;
    }
    if (longest_silent == peers_.end()) return false;
    peers_.erase(longest_silent);
    return true;
}

bool PeerBook::insert(PeerInfo info) {
    if (entry(info.endpoint) != nullptr || !has_room_for_source(info.source) || !make_room()) return false;
    const Endpoint endpoint = info.endpoint;
    const util::WallTime seen = info.last_seen;
    peers_.emplace(endpoint, Entry{std::move(info), seen});
    ++version_;
    return true;
}

void PeerBook::note_sign_of_life(Entry& entry) {
    entry.info.failures_in_a_row = 0;
    entry.info.next_probe = {};
    entry.info.last_seen = clock_.wall_now();
    if (entry.info.last_seen - entry.saved_seen <= kSeenAnew) return;
    entry.saved_seen = entry.info.last_seen;
    ++version_;
}

// A peer that is known already, since it is configured for example, keeps what it is and gets back its past; the
// operator's word counts more than a ban of before.
void PeerBook::merge(PeerInfo info) {
    // The clock may have been another when it was banned.
    info.banned_until = std::min<util::WallTime>(info.banned_until, clock_.wall_now() + MisdeedScore::kLongBan);
    Entry* known = entry(info.endpoint);
    if (known == nullptr) {
        insert(std::move(info));
        return;
    }
    known->info.first_seen = std::min(known->info.first_seen, info.first_seen);
    known->info.last_seen = std::max(known->info.last_seen, info.last_seen);
    known->saved_seen = std::max(known->saved_seen, info.last_seen);
    if (!known->info.is_configured) known->info.banned_until = std::max(known->info.banned_until, info.banned_until);
    ++version_;
}

}  // namespace chaincore::net
