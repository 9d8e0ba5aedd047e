// SPDX-License-Identifier: MIT
#include "node/peering.hpp"

#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/chain/params.hpp"
#include "chaincore/sync/pool_download.hpp"
#include "chaincore/util/parallel.hpp"
#include "node/detected_difficulty.hpp"
#include "node/peer_details.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace chaincore::node {
namespace {

using namespace std::chrono_literals;

// Peers that start as we do may have something a moment later.
constexpr auto kSecondTry = 2s;
constexpr auto kLook = 50ms;
// How long a start waits for the chain of a peer that was lost meanwhile.
constexpr auto kLostPeersTime = 30s;
// The first sync takes as long as it takes; whoever asks for one over HTTP does not wait for ever.
constexpr auto kWholeSync = 24h;
constexpr auto kAskedSync = 60s;
// Calls that make us call somebody: so many at once, then one a second. A network that starts announces itself at once.
constexpr unsigned kAnnouncements = 12;
// Whose pools are fetched: what one has nearly all have.
constexpr std::size_t kPoolPeers = 3;
// For the last block to leave the house.
constexpr auto kFarewell = 1s;

// Holds the flag, unless somebody else does.
class Sole {
public:
    explicit Sole(std::atomic<bool>& flag) : flag_(flag), is_ours_(!flag.exchange(true)) {}
    ~Sole() {
        if (is_ours_) flag_ = false;
    }
    Sole(const Sole&) = delete;
    Sole& operator=(const Sole&) = delete;
    explicit operator bool() const { return is_ours_; }

private:
    std::atomic<bool>& flag_;
    bool is_ours_;
};

}  // namespace

Peering::Peering(net::PeerManagerOptions options, const util::Clock& clock, util::Log& log)
    : clock_(clock),
      log_(log),
      public_url_(options.public_url ? options.public_url->url() : ""),
      book_(clock),
      client_(book_, clock, log),
      manager_(std::move(options), book_, client_, clock, log),
      announcements_(clock, kAnnouncements),
      discoveries_(clock, 1),
      syncs_(clock, 1),
      pools_(clock, 1) {
    client_.set_listener(this);
    manager_.load();
}

Peering::~Peering() { stop(); }

void Peering::start() {
    if (!std::exchange(has_started_, true)) manager_.start();
}

std::optional<std::uint64_t> Peering::detect_difficulty(const std::stop_token& stop) {
    start();
    manager_.discover_now(stop);
    const auto difficulty = detected_difficulty(book_.active());
    if (difficulty)
        log_.info(fmt::format("the peers' difficulty is {}: it is this network's from now on", *difficulty));
    return difficulty;
}

void Peering::attach(state::ChainThread& chain, std::optional<std::uint64_t> difficulty,
                     const std::optional<crypto::Hash256>& assumed_valid) {
    difficulty_ = difficulty.value_or(0);
    chain_ = &chain;
    texts_.emplace(chain);
    broadcaster_.emplace(book_, client_, *texts_, log_, [this] { request_full_sync(); });
    sync_.emplace(chain, book_, client_, clock_, log_, [this] { manager_.request_discovery(); }, assumed_valid);
    for (const net::PeerInfo& peer : book_.active()) judge_difficulty_of(peer);
}

void Peering::set_own_port(std::uint16_t port) {
    manager_.set_own_port(port);
    broadcaster_->set_own_url(manager_.own_url(), public_url_);
}

void Peering::join(bool must_find_chain, const std::stop_token& stop) {
    manager_.discover_now(stop);
    if (stop.stop_requested()) return;
    sync_->start();
    is_syncing_ = true;
    sync_->sync_now(kWholeSync, stop);
    if (active_count() > 0 && texts_->length() <= 1) try_again(stop);
    const auto start = clock_.steady_now();
    bool has_said_so = false;
    while (!stop.stop_requested() && texts_->length() == 0 && !chain_->failure() &&
           (must_find_chain || somebody_has_a_chain(clock_.steady_now() - start < kLostPeersTime))) {
        if (!std::exchange(has_said_so, true))
            log_.warn(must_find_chain
                          ? "no peer has a chain that begins with the pinned genesis: waiting for one"
                          : "a peer has a chain that could not be fetched so far: waiting for it instead of "
                            "beginning another one (--no-discover leaves it alone)");
        try_again(stop);
    }
}

void Peering::try_again(const std::stop_token& stop) {
    const auto end = clock_.steady_now() + kSecondTry;
    while (clock_.steady_now() < end && texts_->length() <= 1 && !stop.stop_requested()) clock_.sleep_for(kLook);
    sync_->sync_now(kWholeSync, stop);
}

// But one that our rules refuse, or of somebody whom we do not ask any more.
bool Peering::somebody_has_a_chain(bool counts_lost_ones) const {
    const auto peers = book_.all();
    return std::any_of(peers.begin(), peers.end(), [&](const net::PeerInfo& peer) {
        return (peer.is_active || counts_lost_ones) && peer.status && peer.status->length > 0 && !peer.is_banned() &&
               !sync_->has_refused(peer.endpoint);
    });
}

void Peering::stop() {
    if (broadcaster_) broadcaster_->drain(kFarewell);
    stopping_.request_stop();
    if (sync_) sync_->stop();
    manager_.stop();
    if (broadcaster_) broadcaster_->stop();
}

bool Peering::has_told_peers() { return broadcaster_->drain(0ms); }

void Peering::on_committed(const state::ChainChange& change) {
    std::vector<net::OutgoingBlock> news;
    for (const state::ConnectedBlock& connected : change.connected)
        if (connected.origin != state::BlockOrigin::sync)
            news.push_back({connected.block->header.height.to_natural().value_or(0), connected.block->hash,
                            connected.block->header.previous_hash,
                            std::make_shared<const std::string>(canonical_json(*connected.block))});
    if (!news.empty() && broadcaster_) broadcaster_->push(news);
}

// Another machine's localhost is not ours.
void Peering::note_relayer(const std::string& block_hash, const api::BlockRelayer& relayer) {
    if (relayer.url.empty()) return;
    const auto peer = net::judge_peer_url(relayer.url, net::namer_from(relayer.is_local));
    if (peer) broadcaster_->note_sender(block_hash, *peer);
}

void Peering::push_transaction(const chain::Transaction& transaction) {
    broadcaster_->push_transaction(transaction.tx_id, std::make_shared<const std::string>(canonical_json(transaction)));
}

void Peering::request_quick_sync() {
    if (is_syncing_) sync_->request_quick();
}

void Peering::look_again() {
    if (is_syncing_) sync_->look_again();
}

void Peering::request_full_sync() {
    if (is_syncing_) sync_->request_full();
}

std::vector<std::string> Peering::active_urls() const {
    std::vector<std::string> urls;
    for (const net::PeerInfo& peer : book_.active()) urls.push_back(peer.endpoint.url());
    std::sort(urls.begin(), urls.end());
    return urls;
}

api::PeerReport Peering::report() const {
    api::PeerReport report;
    for (const net::PeerInfo& peer : book_.all()) report.peers.push_back(details_of(peer));
    for (const net::PeerInfo& peer : book_.active()) report.best.push_back(details_of(peer));
    report.last_discovery = seconds_since_epoch(book_.last_discovery());
    return report;
}

std::optional<api::RefusedChain> Peering::refused_chain() const {
    if (!is_syncing_) return std::nullopt;
    const auto refused = sync_->refused_chain();
    if (!refused) return std::nullopt;
    return api::RefusedChain{refused->peer.url(), refused->length, std::string(rule_name(refused->rejection.rule)),
                             refused->height};
}

// Only what makes us call somebody is counted.
api::AddPeerAnswer Peering::add_peer(const std::string& url, bool is_local) {
    const net::Namer namer = net::namer_from(is_local);
    const auto endpoint = net::judge_peer_url(url, namer);
    const auto known = endpoint ? book_.find(*endpoint) : std::nullopt;
    const bool is_called = endpoint && !(known && (known->is_active || known->is_banned()));
    if (is_called && !announcements_.try_take()) return api::TooSoon{};
    const auto added = manager_.add(url, namer);
    if (const auto* refused = std::get_if<net::PeerManager::Refused>(&added)) return api::PeerRefused{refused->message};
    if (const auto* silent = std::get_if<net::PeerManager::Unreachable>(&added))
        return api::PeerUnreachable{silent->message};
    const auto& peer = std::get<net::PeerManager::Added>(added);
    return api::PeerAdded{peer.peer.url(), peer.is_new};
}

Result<net::Endpoint, Error> Peering::peer_of(const std::string& url) const {
    auto endpoint = net::judge_peer_url(url, net::Namer::us);
    if (endpoint && (endpoint->url() == manager_.own_url() || endpoint->url() == public_url_))
        return fail(Error{endpoint->url() + " is this node itself"});
    return endpoint;
}

Result<bool, Error> Peering::configure_peer(const std::string& url) {
    const auto peer = peer_of(url);
    if (!peer) return fail(peer.error());
    const bool is_new = book_.configure(*peer);
    if (!book_.find(*peer)) return fail(Error{"as many peers are known as there may be: " + peer->url() + " is not"});
    manager_.request_discovery();
    return is_new;
}

Result<bool, Error> Peering::forget_peer(const std::string& url) {
    const auto peer = peer_of(url);
    if (!peer) return fail(peer.error());
    return book_.remove(*peer);
}

Result<void, Error> Peering::ban_peer(const std::string& url, std::chrono::seconds time) {
    const auto peer = peer_of(url);
    if (!peer) return fail(peer.error());
    if (!book_.ban(*peer, time)) return fail(Error{"as many peers are known as there may be, and active"});
    return {};
}

Result<bool, Error> Peering::lift_ban(const std::string& url) {
    const auto peer = peer_of(url);
    if (!peer) return fail(peer.error());
    const bool is_lifted = book_.lift_ban(*peer);
    if (is_lifted) manager_.request_discovery();
    return is_lifted;
}

// One waits at a time: others would take the threads that peers' announcements need.
api::DiscoveryAnswer Peering::discover() {
    const Sole sole(is_discovery_asked_);
    if (!sole || !discoveries_.try_take()) return api::TooSoon{};
    const std::uint64_t before = active_count();
    manager_.discover_now();
    return api::DiscoveryReport{before, active_count()};
}

api::SyncAnswer Peering::sync_now() {
    if (!is_syncing_) return api::Unavailable{"the node is starting: it syncs already"};
    const Sole sole(is_sync_asked_);
    if (!sole || !syncs_.try_take()) return api::TooSoon{};
    const auto report = sync_->sync_now(kAskedSync);
    return api::SyncReport{report.old_length, report.new_length, active_count(), report.is_behind};
}

std::variant<api::PoolReport, api::TooSoon> Peering::fetch_pools(const TransactionHandler& handle) {
    const Sole sole(is_pool_asked_);
    if (!sole || !pools_.try_take()) return api::TooSoon{};
    std::vector<net::PeerInfo> peers = book_.active();
    if (peers.size() > kPoolPeers) peers.resize(kPoolPeers);
    std::atomic<std::uint64_t> received = 0;
    util::for_each_in_parallel(peers, kPoolPeers, [&](const net::PeerInfo& peer) {
        const auto fetched = sync::fetch_pool(client_, peer.endpoint, clock_, stopping_.get_token(), handle);
        if (fetched)
            received += *fetched;
        else
            log_.debug(fetched.error().message);
    });
    return api::PoolReport{peers.size(), received, 0};
}

void Peering::on_peer_gained(const net::Endpoint& peer) {
    request_full_sync();
    if (const auto info = book_.find(peer)) judge_difficulty_of(*info);
}

// One warning for each difficulty that makes sense.
void Peering::judge_difficulty_of(const net::PeerInfo& peer) {
    const std::uint64_t ours = difficulty_;
    const std::uint64_t theirs = peer.status ? peer.status->target_difficulty : 0;
    if (ours == 0 || theirs == ours || theirs == 0 || theirs > chain::kHighestClassicDifficulty) return;
    const std::uint64_t bit = std::uint64_t{1} << (theirs - 1);
    if ((warned_difficulties_.fetch_or(bit) & bit) != 0) return;
    log_.warn(
        fmt::format("peer {} says that the network's difficulty is {}, ours is {}: if it is right, start with "
                    "another --data-dir and --difficulty {}",
                    peer.endpoint.url(), theirs, ours, theirs));
}

void Peering::on_peer_lost(const net::Endpoint&) { manager_.request_discovery(); }

}  // namespace chaincore::node
