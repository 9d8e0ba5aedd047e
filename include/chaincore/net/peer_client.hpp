// SPDX-License-Identifier: MIT
// What peers are asked and told. Every call is a health check: it is timed, an unreachable peer leaves the active set
// at once, and one that answers /status is back (docs/protocol.md, "Peers"). A banned peer is not called: it is an
// Error at once. Any thread, many calls at once.
#pragma once

#include "chaincore/net/http_client.hpp"
#include "chaincore/net/misdeed.hpp"
#include "chaincore/net/peer_book.hpp"
#include "chaincore/net/peer_status.hpp"
#include "chaincore/net/resolver.hpp"
#include "chaincore/util/clock.hpp"
#include "chaincore/util/log.hpp"
#include "chaincore/util/result.hpp"

#include <chrono>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace chaincore::net {

// Called on whatever thread made the call; returns at once.
class PeerListener {
public:
    virtual ~PeerListener() = default;
    virtual void on_peer_gained(const Endpoint& peer) = 0;
    virtual void on_peer_lost(const Endpoint& peer) = 0;
};

class PeerClient {
public:
    // All of these must outlive it. deadline: of calls whose answers are quick.
    PeerClient(PeerBook& book, const util::Clock& clock, util::Log& log,
               std::shared_ptr<Resolver> resolver = std::make_shared<Resolver>(),
               std::chrono::milliseconds deadline = kQuickDeadline)
        : book_(book), clock_(clock), log_(log), resolver_(std::move(resolver)), deadline_(deadline) {}
    // Before the first call.
    void set_listener(PeerListener* listener) { listener_ = listener; }

    // GET /status, within the deadline, of anybody. Of a known peer the book learns whether it answered, not what: it
    // may be ourselves.
    Result<PeerStatus, Error> probe(const Endpoint& endpoint, const std::stop_token& stop);
    // A probed one becomes known and active. False: there is no room for it.
    bool adopt(const Endpoint& peer, const std::string& source, const PeerStatus& status);

    // Of known peers. An Error where there is no answer, or not the one that was asked for. An error status is an
    // answer, and whoever gives it stays active; but on /status any other than 429 or 5xx means that this is no node.
    Result<PeerStatus, Error> status(const Endpoint& peer, const std::stop_token& stop);
    // Of nodes of era B, and ours.
    Result<PeerTip, Error> tip(const Endpoint& peer, const std::stop_token& stop);
    // From where that dialect has it.
    Result<std::vector<std::string>, Error> peer_urls(const Endpoint& peer, Dialect dialect,
                                                      const std::stop_token& stop);
    // GET, within the deadline, of something whose answer nobody needs: nothing is noted.
    void nudge(const Endpoint& peer, const std::string& path, const std::stop_token& stop) const;
    // headers: besides the usual ones.
    Result<HttpAnswer, Error> post(const Endpoint& peer, const std::string& path, std::string body,
                                   const std::vector<HttpHeader>& headers, const HttpLimits& limits);
    // As HttpClient::get_stream.
    Result<HttpAnswer, Error> stream(const Endpoint& peer, const std::string& path, const StreamLimits& limits,
                                     const BodyReceiver& receive);

    // What a peer that we called has done, in a sentence for the log, which is said where it is banned for that. Stalls
    // of streams and answers that are too long are noted here already.
    void note_misdeed(const Endpoint& peer, Misdeed misdeed, const std::string& what);

private:
    using SteadyTime = std::chrono::steady_clock::time_point;

    // Where it may be called.
    Result<HttpClient, Error> client_for(const Endpoint& peer) const;
    Result<HttpAnswer, Error> noted(const Endpoint& peer, const std::string& path, SteadyTime start,
                                    Result<HttpAnswer, HttpFault> answer, const std::stop_token& stop);
    void note_error_status(const Endpoint& peer, const std::string& path, int status);
    void note_failure(const Endpoint& peer, const Error& error);
    void note_status(const Endpoint& peer, const PeerStatus& status);

    PeerBook& book_;
    const util::Clock& clock_;
    util::Log& log_;
    const std::shared_ptr<Resolver> resolver_;
    const std::chrono::milliseconds deadline_;
    PeerListener* listener_ = nullptr;
    // One answer of a kind at a time: as JSON it takes forty times the room of its text.
    std::mutex reading_status_;
    std::mutex reading_peers_;
};

}  // namespace chaincore::net
