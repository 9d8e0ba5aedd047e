// SPDX-License-Identifier: MIT
#include "chaincore/net/peer_manager.hpp"

#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/net/peers_file.hpp"
#include "chaincore/util/parallel.hpp"
#include "net/name_turns.hpp"
#include "net/own_names.hpp"
#include "net/peer_names.hpp"
#include "net/pushed_names.hpp"

#include <algorithm>
#include <utility>

namespace chaincore::net {
namespace {

constexpr std::chrono::seconds kPeriod{10};
// A peer that comes and goes must not make us search without a pause.
constexpr std::chrono::seconds kGap{1};
// Two rows of probes, one of questions and announcements.
constexpr std::chrono::seconds kLongestRound{15};

// More than there are candidates, mostly: nobody waits for somebody else's silence.
constexpr std::size_t kMostCalls = 128;
// Lost peers that are tried in a round, besides those that always are.
constexpr std::size_t kMostLost = 32;
// Every one of them holds up somebody's request for 2 s.
constexpr int kMostProbesOfStrangers = 4;
constexpr std::size_t kMostAnswerBytes = std::size_t{64} << 10;

constexpr const char* kLocalhost = "localhost";

// Those that have waited for the longest time first; after a start, when all have, those that were there last.
bool is_tried_before(const PeerInfo& one, const PeerInfo& other) {
    return std::pair(one.next_probe, other.last_seen) < std::pair(other.next_probe, one.last_seen);
}

// The end of an error that begins with the URL that was called.
std::string reason_of(const Error& error, const Endpoint& endpoint) {
    const std::string prefix = endpoint.url() + "/status: ";
    return error.message.starts_with(prefix) ? error.message.substr(prefix.size()) : error.message;
}

Dialect dialect_of(const PeerInfo& peer) { return peer.status ? peer.status->dialect : Dialect::seed; }

// Exists as long as somebody is within, and knows how many were when he came.
class Visitor {
public:
    explicit Visitor(std::atomic<int>& count) : count_(count), number_(++count) {}
    Visitor(const Visitor&) = delete;
    Visitor& operator=(const Visitor&) = delete;
    ~Visitor() { --count_; }
    int number() const { return number_; }

private:
    std::atomic<int>& count_;
    int number_;
};

}  // namespace

PeerManager::PeerManager(PeerManagerOptions options, PeerBook& book, PeerClient& client, const util::Clock& clock,
                         util::Log& log)
    : options_(std::move(options)),
      book_(book),
      client_(client),
      clock_(clock),
      log_(log),
      own_names_(std::make_unique<OwnNames>(options_.public_url, clock)),
      turns_(std::make_unique<NameTurns>(clock)),
      sharing_(clock),
      pushed_(std::make_unique<PushedNames>()),
      rounds_(kPeriod, kGap, [this](const std::stop_token& stop) { discover(stop); }),
      sharing_rounds_(kPeriod, kGap, [this](const std::stop_token& stop) { share_peers(stop); }) {
    for (const Endpoint& peer : options_.configured) book_.configure(canonical(peer));
}

PeerManager::~PeerManager() { stop(); }

void PeerManager::load() {
    if (auto loaded = load_peers(options_.file, book_); !loaded)
        log_.warn(loaded.error().message + ": starting without the peers in it");
    saved_version_ = book_.version();
}

void PeerManager::set_own_port(std::uint16_t port) {
    own_names_->set_port(port);
    for (const PeerInfo& peer : book_.all())
        if (own_names_->contain(peer.endpoint)) book_.remove(peer.endpoint);
}

std::string PeerManager::own_url() const {
    const auto own = own_names_->local();
    return own ? own->url() : "";
}

void PeerManager::start() {
    rounds_.start();
    sharing_rounds_.start();
}

void PeerManager::discover_now(const std::stop_token& stop) { rounds_.run_one(kLongestRound, stop); }

void PeerManager::stop() {
    stopping_.request_stop();
    rounds_.stop();
    sharing_rounds_.stop();
    save();
}

void PeerManager::configure(const std::vector<Endpoint>& named, const std::vector<Endpoint>& taken_back) {
    for (const Endpoint& peer : taken_back) book_.unconfigure(canonical(peer));
    for (const Endpoint& peer : named) book_.configure(canonical(peer));
    if (!named.empty()) rounds_.request();
}

void PeerManager::discover(const std::stop_token& stop) {
    probe_all(candidates(), stop);
    exchange(stop);
    sharing_rounds_.request();
    if (stop.stop_requested()) return;
    book_.note_discovery(clock_.wall_now());
    save();
}

std::vector<Candidate> PeerManager::candidates() const {
    std::vector<Candidate> candidates;
    std::vector<PeerInfo> lost;
    for (PeerInfo& peer : book_.all()) {
        if (peer.is_banned()) continue;
        if (is_called_each_round(peer))
            candidates.push_back({peer.endpoint, peer.source});
        else if (is_due(peer))
            lost.push_back(std::move(peer));
    }
    std::sort(lost.begin(), lost.end(), is_tried_before);
    if (lost.size() > kMostLost) lost.resize(kMostLost);
    for (const PeerInfo& peer : lost) candidates.push_back({peer.endpoint, peer.source});
    if (!options_.discovers) return candidates;
    for (const std::uint16_t port : options_.ports) {
        const Endpoint endpoint{kLocalhost, port};
        if (!book_.find(endpoint) && !own_names_->contain(endpoint)) candidates.push_back({endpoint, "search"});
    }
    return candidates;
}

// The active ones to see whether they still are; those that the operator named, and whoever is on a port that we search
// anyway, to see whether they are back. After a partition nobody waits for a pause to end.
bool PeerManager::is_called_each_round(const PeerInfo& peer) const {
    return peer.is_active || peer.is_configured || is_searched(peer.endpoint);
}

// Without a search, of the lost ones only those that were peers since the start.
bool PeerManager::is_due(const PeerInfo& peer) const {
    return peer.next_probe <= clock_.steady_now() && (options_.discovers || peer.status);
}

bool PeerManager::is_searched(const Endpoint& endpoint) const {
    return options_.discovers && endpoint.host == kLocalhost &&
           std::find(options_.ports.begin(), options_.ports.end(), endpoint.port) != options_.ports.end();
}

void PeerManager::probe_all(const std::vector<Candidate>& candidates, const std::stop_token& stop) {
    util::for_each_in_parallel(candidates, kMostCalls, [&](const Candidate& candidate) {
        if (!stop.stop_requested()) probe(candidate, stop);
    });
}

PeerManager::Finding PeerManager::probe(const Candidate& candidate, const std::stop_token& stop) {
    const auto status = client_.probe(candidate.endpoint, stop);
    if (!status) {
        if (!stop.stop_requested())
            warn_if_configured(candidate.endpoint, "does not answer", reason_of(status.error(), candidate.endpoint));
        return Finding::silent;
    }
    if (!status->instance_id.empty() && status->instance_id == options_.instance_id) {
        note_ourselves(candidate.endpoint);
        return Finding::ourselves;
    }
    const std::string source = is_searched(candidate.endpoint) ? "search" : candidate.source;
    return client_.adopt(candidate.endpoint, source, *status) ? Finding::peer : Finding::too_many;
}

void PeerManager::warn_if_configured(const Endpoint& endpoint, const std::string& trouble, const std::string& reason) {
    const auto known = book_.find(endpoint);
    if (!known || !known->is_configured) return;
    {
        const std::lock_guard lock(mutex_);
        if (!warned_of_.insert(endpoint.url() + trouble).second) return;
    }
    log_.warn("the peer " + endpoint.url() + " that was configured " + trouble + ": " + reason);
}

void PeerManager::exchange(const std::stop_token& stop) {
    if (stop.stop_requested()) return;
    const std::size_t most = turns_->begin_round();
    std::mutex mutex;
    std::map<std::string, std::vector<Candidate>> named = take_pushed_names(most);
    util::for_each_in_parallel(book_.active(), kMostCalls, [&](const PeerInfo& peer) {
        auto candidates = ask_for_peers(peer, most, stop);
        const std::lock_guard lock(mutex);
        named[peer.endpoint.url()] = std::move(candidates);
    });
    const auto [fresh, left_out] = turns_->choose(named);
    for (const Candidate& candidate : left_out) pushed_->add(candidate.source, {candidate.endpoint});
    probe_all(fresh, stop);
}

std::map<std::string, std::vector<Candidate>> PeerManager::take_pushed_names(std::size_t most) {
    std::map<std::string, std::vector<Candidate>> named;
    for (auto& [source, names] : pushed_->take(most)) {
        forget_known(names);
        for (const Endpoint& name : names) named[source].push_back({name, source, true});
    }
    return named;
}

void PeerManager::forget_known(std::vector<Endpoint>& names) const {
    std::erase_if(names, [this](const Endpoint& name) { return book_.find(name) || own_names_->contain(name); });
}

// Whom the peer names and we do not know yet. One that does not name us is told of us.
std::vector<Candidate> PeerManager::ask_for_peers(const PeerInfo& peer, std::size_t most, const std::stop_token& stop) {
    const auto urls = client_.peer_urls(peer.endpoint, dialect_of(peer), stop);
    if (!urls) return {};
    if (const auto own = own_names_->for_peer(peer.endpoint); own && !is_named(*own, *urls))
        announce_to(peer, *own, stop);
    if (!options_.discovers) return {};
    auto names = callable_names(*urls, namer_from(is_on_this_machine(peer.endpoint)));
    forget_known(names);
    std::vector<Candidate> candidates;
    for (const Endpoint& name : names_from(turns_->tried(), most, names))
        candidates.push_back({name, peer.endpoint.host});
    return candidates;
}

// What a node of the seed document answers to that is 404, and no harm done. One of era A knows us then, and tells us
// nothing until we are active: that it finds out when it is asked for its peers' health.
void PeerManager::announce_to(const PeerInfo& peer, const Endpoint& own, const std::stop_token& stop) {
    std::string body = R"({"peer_url": )";
    chain::append_json_string(body, own.url());
    const std::string path = dialect_of(peer) == Dialect::b ? "/addpeer" : "/add_peer";
    const auto answer = client_.post(peer.endpoint, path, body + "}", {}, {kStandardDeadline, kMostAnswerBytes, stop});
    const bool is_era_a = dialect_of(peer) == Dialect::seed && answer && answer->status != 404;
    if (is_era_a) client_.nudge(peer.endpoint, "/peer_health", stop);
}

void PeerManager::share_peers(const std::stop_token& stop) {
    const auto active = book_.active();
    util::for_each_in_parallel(sharing_.whose_turn_it_is(active), kMostCalls, [&](const PeerInfo& peer) {
        if (!stop.stop_requested()) share_with(peer, active, stop);
    });
}

void PeerManager::share_with(const PeerInfo& peer, const std::vector<PeerInfo>& active, const std::stop_token& stop) {
    const auto own = own_names_->for_peer(peer.endpoint);
    const auto body = own ? shared_peers(peer.endpoint, active, own->url(), clock_.wall_now()) : std::nullopt;
    if (body) client_.post(peer.endpoint, "/sharepeers", *body, {}, {kHeavyDeadline, kMostAnswerBytes, stop});
}

// What the operator named is called again in the next round: it may be another program that has the port for a while.
void PeerManager::note_ourselves(const Endpoint& endpoint) {
    if (const auto known = book_.find(endpoint); known && known->is_configured) {
        book_.note_failure(endpoint);
        warn_if_configured(endpoint, "is no other node", "it answers with our own instance_id");
        return;
    }
    book_.remove(endpoint);
    own_names_->note_met(endpoint);
}

// Whom the operator has named anybody may name.
PeerManager::AddAnswer PeerManager::add(std::string_view url, Namer namer) {
    const auto endpoint = judge_peer_url(url, is_configured(url) ? Namer::us : namer);
    if (!endpoint) return Refused{endpoint.error().message};
    if (own_names_->contain(*endpoint)) return Refused{endpoint->url() + " is this node itself"};
    const auto known = book_.find(*endpoint);
    if (known && known->is_banned()) return Refused{endpoint->url() + " is banned for what it did, and not called"};
    if (known && known->is_active) return Added{*endpoint, false};
    return add_by_probe(*endpoint);
}

std::size_t PeerManager::note_names(const std::vector<std::string>& urls, const std::string& address) {
    if (!options_.discovers) return 0;
    const Endpoint namer = canonical({address, 0});
    auto names = callable_names(urls, namer_from(is_on_this_machine(namer)));
    forget_known(names);
    return pushed_->add(namer.host, names);
}

bool PeerManager::is_configured(std::string_view url) const {
    const auto endpoint = parse_endpoint(url);
    const auto known = endpoint ? book_.find(canonical(*endpoint)) : std::nullopt;
    return known && known->is_configured;
}

// A source is whoever can answer at an address, since nobody's word is needed for it.
PeerManager::AddAnswer PeerManager::add_by_probe(const Endpoint& endpoint) {
    const Visitor under_way(probes_of_strangers_);
    if (under_way.number() > kMostProbesOfStrangers)
        return Unreachable{"too many peers are being called just now: try again"};
    switch (probe({endpoint, endpoint.host}, stopping_.get_token())) {
        case Finding::peer: return Added{endpoint, true};
        case Finding::ourselves: return Refused{endpoint.url() + " is this node itself"};
        case Finding::too_many: return Refused{"there are as many peers as there may be"};
        case Finding::silent: break;
    }
    return Unreachable{endpoint.url() + " does not answer GET /status as a node does"};
}

// One warning, until it works again.
void PeerManager::save() {
    const std::uint64_t version = book_.version();
    if (version == saved_version_) return;
    if (auto saved = save_peers(options_.file, book_); !saved) {
        if (!std::exchange(cannot_save_, true)) log_.warn(saved.error().message + ": the known peers are not saved");
        return;
    }
    cannot_save_ = false;
    saved_version_ = version;
}

}  // namespace chaincore::net
