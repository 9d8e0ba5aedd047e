// SPDX-License-Identifier: MIT
// Finds peers and keeps them: searches this machine's ports, asks peers for peers, calls those that were lost, and
// saves the book (docs/protocol.md, "Peers"). Two threads of its own; any thread may call it.
#pragma once

#include "chaincore/net/endpoint.hpp"
#include "chaincore/net/peer_address.hpp"
#include "chaincore/net/peer_book.hpp"
#include "chaincore/net/peer_client.hpp"
#include "chaincore/net/peer_sharing.hpp"
#include "chaincore/util/clock.hpp"
#include "chaincore/util/log.hpp"
#include "chaincore/util/result.hpp"
#include "chaincore/util/rounds.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace chaincore::net {

class NameTurns;
class OwnNames;
class PushedNames;
struct Candidate;

struct PeerManagerOptions {
    std::vector<Endpoint> configured;
    std::vector<std::uint16_t> ports;    // of this machine, to look for peers on
    bool discovers = true;               // false: configured peers and those that call us, nobody else
    std::optional<Endpoint> public_url;  // what peers on other machines are told to call us
    std::filesystem::path file;          // where the book is kept
    std::string instance_id;             // ours: by it we recognise ourselves
};

class PeerManager {
public:
    // All of these must outlive it.
    PeerManager(PeerManagerOptions options, PeerBook& book, PeerClient& client, const util::Clock& clock,
                util::Log& log);
    ~PeerManager();

    // Reads the book. A file that makes no sense is said to be so, and left alone until there is something to save.
    void load();
    // Once we listen: the port is ours, and peers hear of it.
    void set_own_port(std::uint16_t port);
    // What peers on this machine call us; empty before we listen.
    std::string own_url() const;
    bool discovers() const { return options_.discovers; }

    // Rounds at once, every 10 s, and when they are asked for: everybody who may be there is called, all in parallel,
    // then asked for peers, then those whom they name are called. An unresponsive peer costs 2 s (5 s where it hangs in
    // /add_peer).
    void start();
    void request_discovery() { rounds_.request(); }
    // Returns when a round is over that began after the call, or after 15 s, or when stopped.
    void discover_now(const std::stop_token& stop = {});
    // Ends the calls that are under way, saves the book. Idempotent.
    void stop();

    // The operator names peers beside those in the options, or takes the names back: who is new is called soon, who is
    // not named any more stays known.
    void configure(const std::vector<Endpoint>& named, const std::vector<Endpoint>& taken_back);

    struct Added {
        Endpoint peer;
        bool is_new = false;
    };
    struct Refused {
        std::string message;
    };
    struct Unreachable {
        std::string message;
    };
    using AddAnswer = std::variant<Added, Refused, Unreachable>;
    // Somebody named a peer: it counts once it has answered. One probe, 2 s at most, and none where it is active or
    // too many are under way. The messages say nothing of what the other end said.
    AddAnswer add(std::string_view url, Namer namer);
    // Somebody at this address, in whatever form, names peers unasked. Nobody is called for it now: those that are new
    // and may be called wait for the next rounds, as if a peer there had been asked for them. How many do.
    std::size_t note_names(const std::vector<std::string>& urls, const std::string& address);

private:
    // What came of a call.
    enum class Finding : std::uint8_t { peer, silent, ourselves, too_many };

    void discover(const std::stop_token& stop);

    std::vector<Candidate> candidates() const;
    bool is_called_each_round(const PeerInfo& peer) const;
    bool is_due(const PeerInfo& peer) const;
    bool is_searched(const Endpoint& endpoint) const;

    void probe_all(const std::vector<Candidate>& candidates, const std::stop_token& stop);
    Finding probe(const Candidate& candidate, const std::stop_token& stop);
    // Once for each peer and sort of trouble. Of others nothing is said: anybody may name them.
    void warn_if_configured(const Endpoint& endpoint, const std::string& trouble, const std::string& reason);
    AddAnswer add_by_probe(const Endpoint& endpoint);
    bool is_configured(std::string_view url) const;

    void exchange(const std::stop_token& stop);
    // By who pushed them.
    std::map<std::string, std::vector<Candidate>> take_pushed_names(std::size_t most);
    void forget_known(std::vector<Endpoint>& names) const;
    std::vector<Candidate> ask_for_peers(const PeerInfo& peer, std::size_t most, const std::stop_token& stop);
    void announce_to(const PeerInfo& peer, const Endpoint& own, const std::stop_token& stop);
    void share_peers(const std::stop_token& stop);
    void share_with(const PeerInfo& peer, const std::vector<PeerInfo>& active, const std::stop_token& stop);

    void note_ourselves(const Endpoint& endpoint);
    void save();

    const PeerManagerOptions options_;
    PeerBook& book_;
    PeerClient& client_;
    const util::Clock& clock_;
    util::Log& log_;

    const std::unique_ptr<OwnNames> own_names_;

    // The rounds' thread only, and the owner's before and after.
    const std::unique_ptr<NameTurns> turns_;
    std::uint64_t saved_version_ = 0;
    bool cannot_save_ = false;

    PeerSharing sharing_;  // the sharing's thread only

    const std::unique_ptr<PushedNames> pushed_;
    std::stop_source stopping_;
    std::atomic<int> probes_of_strangers_ = 0;

    std::mutex mutex_;
    std::set<std::string> warned_of_;  // guarded by mutex_
    util::Rounds rounds_;
    util::Rounds sharing_rounds_;  // of their own: a frozen peer takes 10 s for that
};

}  // namespace chaincore::net
