// SPDX-License-Identifier: MIT
// All peers that are known, which of them are active or banned, and how well each has answered so far. Any thread.
#pragma once

#include "chaincore/net/endpoint.hpp"
#include "chaincore/net/misdeed.hpp"
#include "chaincore/net/misdeed_score.hpp"
#include "chaincore/net/peer_status.hpp"
#include "chaincore/util/clock.hpp"
#include "chaincore/util/result.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace chaincore::net {

struct PeerInfo {
    Endpoint endpoint;           // canonical
    bool is_configured = false;  // named by the operator: it is never dropped
    bool is_active = false;
    std::string source;                              // who named it: "configured", "search", or a peer's host
    std::optional<PeerStatus> status;                // the last one
    std::chrono::duration<double> response_time{0};  // moving average; 0: it has never answered
    double failure_rate = 0;                         // 0..1, moving average over calls
    std::uint64_t successes = 0;
    std::uint64_t failures = 0;
    std::uint32_t failures_in_a_row = 0;
    util::WallTime first_seen{};
    util::WallTime last_seen{};                          // when it answered last; the epoch: never
    std::chrono::steady_clock::time_point next_probe{};  // an inactive one is left alone until then
    util::WallTime banned_until{};                       // nothing is asked of it until then; the epoch: it may be

    bool is_banned() const { return banned_until != util::WallTime{}; }
};

// Peers in the order in which one would rather ask them: few failures first (in steps of a tenth, so that one bad call
// is forgotten), then quick answers.
bool answers_better(const PeerInfo& one, const PeerInfo& other);

class PeerBook {
public:
    // docs/protocol.md, "Peers". Endpoints are canonical (peer_address.hpp) wherever they come in here.
    static constexpr std::size_t kMostKnown = 1000;
    static constexpr std::size_t kMostOfOneSource = kMostKnown / 10;  // but for "configured" and "search"
    static constexpr std::size_t kMostActive = 64;
    static constexpr std::size_t kMostActiveOfOneSource = kMostActive / 2;
    static bool is_limited(std::string_view source) { return source != "configured" && source != "search"; }

    // clock must outlive it.
    explicit PeerBook(const util::Clock& clock) : clock_(clock) {}

    // Makes it known. A full book drops the one that has not answered for the longest time, never a configured or an
    // active one, and banned ones last; false: known already, or no room. One that our own search finds as well counts
    // as found by it.
    bool add(const Endpoint& endpoint, const std::string& source);
    // The operator's word: it ends a ban, too.
    // False: it was already.
    bool configure(const Endpoint& endpoint);
    // The operator's word is taken back: it stays known, as one that its own host has named.
    void unconfigure(const Endpoint& endpoint);
    // It is ourselves, say. False: it was not known.
    bool remove(const Endpoint& endpoint);
    // The operator's ban, of anybody, instead of one that there is. False: the book is full.
    bool ban(const Endpoint& endpoint, std::chrono::seconds time);
    // False: there was none.
    bool lift_ban(const Endpoint& endpoint);

    // A call was answered, whatever the status. Of a peer that is not known nothing is noted.
    void note_answer(const Endpoint& endpoint, std::chrono::duration<double> took);
    // It answered /status: it is active, unless kMostActive others are, or kMostActiveOfOneSource of its source; what
    // the operator named and what our search found is in any case. True: it was not before.
    bool note_status(const Endpoint& endpoint, const PeerStatus& status);
    // No answer: not active any more, and probed ever more seldom (5 s, doubled up to 60 s). True: it was active.
    bool note_failure(const Endpoint& endpoint);
    // How long it is banned from now on, for that and what it did before; 0: it is not, or was already. A banned one is
    // not active until the ban is over, and stays known. The last active one is not banned for invalid work, unless it
    // is one of ours: a node of the reference may have taken that on trust.
    std::chrono::seconds note_misdeed(const Endpoint& endpoint, Misdeed misdeed);

    std::optional<PeerInfo> find(const Endpoint& endpoint) const;
    std::vector<PeerInfo> all() const;     // by URL
    std::vector<PeerInfo> active() const;  // the best first (answers_better)
    bool is_banned(const Endpoint& endpoint) const;
    std::size_t known_count() const;
    std::size_t active_count() const;

    void note_discovery(util::WallTime time);
    util::WallTime last_discovery() const;  // the epoch: never

    // What outlives a restart, as JSON: peers with their sources and times; peers_file.hpp reads and writes it.
    // Changes whenever something worth saving does.
    std::uint64_t version() const;
    std::string to_json() const;
    // Adds what to_json() wrote; configured peers stay what they are. An Error says where the text is wrong; nothing is
    // added then.
    Result<void, Error> add_from_json(std::string_view text);

private:
    struct Entry {
        PeerInfo info;
        util::WallTime saved_seen{};  // last_seen when the version changed for it
        bool has_been_active = false;
        MisdeedScore misdeeds{};
    };

    struct ByAddress {
        bool operator()(const Endpoint& a, const Endpoint& b) const {
            return std::tie(a.host, a.port) < std::tie(b.host, b.port);
        }
    };

    // The caller holds mutex_.
    Entry* entry(const Endpoint& endpoint);
    bool is_under_ban(const PeerInfo& info) const { return info.banned_until > clock_.wall_now(); }
    bool is_last_active(const PeerInfo& info) const;
    PeerInfo as_of_now(PeerInfo info) const;
    bool has_room_for_source(const std::string& source) const;
    bool may_become_active(const PeerInfo& info) const;
    bool make_room();
    bool insert(PeerInfo info);
    void note_sign_of_life(Entry& entry);
    void merge(PeerInfo info);

    const util::Clock& clock_;
    mutable std::mutex mutex_;
    std::map<Endpoint, Entry, ByAddress> peers_;  // guarded by mutex_
    util::WallTime last_discovery_{};             // guarded by mutex_
    std::uint64_t version_ = 0;                   // guarded by mutex_
};

}  // namespace chaincore::net
