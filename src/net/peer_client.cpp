// SPDX-License-Identifier: MIT
#include "chaincore/net/peer_client.hpp"

#include "chaincore/util/counted.hpp"

#include <fmt/core.h>

#include <utility>

namespace chaincore::net {
namespace {

constexpr std::size_t kMostStatusBytes = std::size_t{64} << 10;
// A thousand peers with all that one of ours says of each.
constexpr std::size_t kMostPeersBytes = std::size_t{512} << 10;

Error not_ok(const Endpoint& peer, const std::string& path, int status) {
    return {fmt::format("{}{}: answered {}, expected 200", peer.url(), path, status)};
}

// A node that is too busy, or stumbles, is still a node. One that answers anything else than its status is none (any
// more): another program has its port.
bool is_passing(int status) { return status == 429 || status >= 500; }

Result<PeerStatus, Error> read_status(const Endpoint& peer, const HttpAnswer& answer) {
    if (answer.status != 200) return fail(not_ok(peer, "/status", answer.status));
    auto status = parse_peer_status(answer.body);
    if (!status) return fail(Error{peer.url() + "/status: " + status.error().message});
    return status;
}

}  // namespace

Result<PeerStatus, Error> PeerClient::probe(const Endpoint& endpoint, const std::stop_token& stop) {
    const SteadyTime start = clock_.steady_now();
    const auto client = client_for(endpoint);
    if (!client) return fail(client.error());
    const auto answer =
        noted(endpoint, "/status", start, client->get("/status", {deadline_, kMostStatusBytes, stop}), stop);
    if (!answer) return fail(answer.error());
    std::unique_lock reading(reading_status_);
    auto status = read_status(endpoint, *answer);
    reading.unlock();
    if (!status && !is_passing(answer->status)) note_failure(endpoint, status.error());
    return status;
}

bool PeerClient::adopt(const Endpoint& peer, const std::string& source, const PeerStatus& status) {
    book_.add(peer, source);
    note_status(peer, status);
    const auto info = book_.find(peer);
    return info && info->is_active;
}

Result<PeerStatus, Error> PeerClient::status(const Endpoint& peer, const std::stop_token& stop) {
    auto status = probe(peer, stop);
    if (status) note_status(peer, *status);
    return status;
}

Result<PeerTip, Error> PeerClient::tip(const Endpoint& peer, const std::stop_token& stop) {
    const SteadyTime start = clock_.steady_now();
    const auto client = client_for(peer);
    if (!client) return fail(client.error());
    const auto answer = noted(peer, "/chain/info", start,
                              client->get("/chain/info", {kStandardDeadline, kMostStatusBytes, stop}), stop);
    if (!answer) return fail(answer.error());
    if (answer->status != 200) return fail(not_ok(peer, "/chain/info", answer->status));
    const std::lock_guard reading(reading_status_);
    return parse_peer_tip(answer->body);
}

// Era B's /peers answers 500, always.
Result<std::vector<std::string>, Error> PeerClient::peer_urls(const Endpoint& peer, Dialect dialect,
                                                              const std::stop_token& stop) {
    const std::string path = dialect == Dialect::b ? "/getpeers" : "/peers";
    const SteadyTime start = clock_.steady_now();
    const auto client = client_for(peer);
    if (!client) return fail(client.error());
    const auto answer = noted(peer, path, start, client->get(path, {deadline_, kMostPeersBytes, stop}), stop);
    if (!answer) return fail(answer.error());
    if (answer->status != 200) return fail(not_ok(peer, path, answer->status));
    const std::lock_guard reading(reading_peers_);
    return parse_peer_urls(answer->body);
}

Result<HttpAnswer, Error> PeerClient::post(const Endpoint& peer, const std::string& path, std::string body,
                                           const std::vector<HttpHeader>& headers, const HttpLimits& limits) {
    const SteadyTime start = clock_.steady_now();
    const auto client = client_for(peer);
    if (!client) return fail(client.error());
    return noted(peer, path, start, client->post_json(path, std::move(body), headers, limits), limits.stop);
}

void PeerClient::nudge(const Endpoint& peer, const std::string& path, const std::stop_token& stop) const {
    const auto client = client_for(peer);
    if (!client) return;
    if (auto answer = client->get(path, {deadline_, kMostPeersBytes, stop}); !answer)
        log_.debug(answer.error().message);
}

// How long a chain takes says nothing about how quickly its peer answers.
Result<HttpAnswer, Error> PeerClient::stream(const Endpoint& peer, const std::string& path, const StreamLimits& limits,
                                             const BodyReceiver& receive) {
    const auto client = client_for(peer);
    if (!client) return fail(client.error());
    bool has_flowed = false;
    auto answer = client->get_stream(path, limits, [&](std::string_view piece) {
        const Reception reception = receive(piece);
        has_flowed |= reception == Reception::flowing;
        return reception;
    });
    if (answer) {
        note_error_status(peer, path, answer->status);
        return *std::move(answer);
    }
    const HttpFault& fault = answer.error();
    if (fault.kind != HttpFault::Kind::unwanted && !limits.stop.stop_requested()) {
        note_failure(peer, fault);
        if (fault.kind == HttpFault::Kind::late && !has_flowed) note_misdeed(peer, Misdeed::stall, fault.message);
    }
    return fail(Error{fault.message});
}

Result<HttpClient, Error> PeerClient::client_for(const Endpoint& peer) const {
    if (book_.is_banned(peer)) return fail(Error{peer.url() + ": it is banned, and not called"});
    return HttpClient(peer, resolver_);
}

// What was ended by our own stop says nothing about the peer.
Result<HttpAnswer, Error> PeerClient::noted(const Endpoint& peer, const std::string& path, SteadyTime start,
                                            Result<HttpAnswer, HttpFault> answer, const std::stop_token& stop) {
    if (answer) {
        book_.note_answer(peer, clock_.steady_now() - start);
        note_error_status(peer, path, answer->status);
        return *std::move(answer);
    }
    const HttpFault& fault = answer.error();
    if (!stop.stop_requested()) {
        note_failure(peer, fault);
        if (fault.kind == HttpFault::Kind::too_long) note_misdeed(peer, Misdeed::oversize_answer, fault.message);
    }
    return fail(Error{fault.message});
}

void PeerClient::note_error_status(const Endpoint& peer, const std::string& path, int status) {
    if (status >= 400) log_.debug(not_ok(peer, path, status).message);
}

void PeerClient::note_failure(const Endpoint& peer, const Error& error) {
    if (!book_.note_failure(peer)) return;
    log_.info(fmt::format("peer lost: {}; active peers left: {}", error.message, book_.active_count()));
    if (listener_ != nullptr) listener_->on_peer_lost(peer);
}

void PeerClient::note_misdeed(const Endpoint& peer, Misdeed misdeed, const std::string& what) {
    const auto ban = book_.note_misdeed(peer, misdeed);
    if (ban == ban.zero()) return;
    const std::string hours =
        util::counted(static_cast<std::uint64_t>(std::chrono::ceil<std::chrono::hours>(ban).count()), "hour");
    log_.warn(fmt::format("peer {} is banned for {}: {}. A start with --peer {} ends that", peer.url(), hours, what,
                          peer.url()));
    if (listener_ != nullptr) listener_->on_peer_lost(peer);
}

void PeerClient::note_status(const Endpoint& peer, const PeerStatus& status) {
    if (!book_.note_status(peer, status)) return;
    log_.info(fmt::format("peer gained: {}, {}", peer.url(), util::counted(status.length, "block")));
    if (listener_ != nullptr) listener_->on_peer_gained(peer);
}

}  // namespace chaincore::net
