// SPDX-License-Identifier: MIT
// Tells all active peers of new blocks and transactions, in the background: each peer has a queue and a thread of its
// own, so that a frozen one delays nobody (docs/protocol.md, "Telling peers"). Any thread.
#pragma once

#include "chaincore/net/peer_book.hpp"
#include "chaincore/net/peer_client.hpp"
#include "chaincore/util/log.hpp"
#include "chaincore/util/result.hpp"

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace chaincore::net {

// The blocks that we could send, for peers that have fallen behind.
class ChainTexts {
public:
    virtual ~ChainTexts() = default;
    virtual std::uint64_t length() const = 0;
    // The eight fields as JSON; none: there is no such block (any more), or it cannot be read.
    virtual std::optional<std::string> block_text(std::uint64_t height) const = 0;
    // 64 digits; none: as above.
    virtual std::optional<std::string> block_hash(std::uint64_t height) const = 0;
};

struct OutgoingBlock {
    std::uint64_t height = 0;
    std::string hash;
    std::string previous_hash;
    std::shared_ptr<const std::string> text;  // the eight fields as JSON
};

class Broadcaster {
public:
    // All of these must outlive it. on_peer_ahead: a peer has refused a block of ours and has a longer chain. Called on
    // the peer's thread, without a lock; returns at once. second_look: how long a chain that is being written may take.
    Broadcaster(
        PeerBook& book, PeerClient& client, const ChainTexts& chain, util::Log& log,
        std::function<void()> on_peer_ahead = [] {}, std::chrono::milliseconds second_look = std::chrono::seconds(1));
    ~Broadcaster();

    // What peers know us by: they are told who sends. url: for those on this machine, public_url: for the others.
    // Empty: they are not told. Before the first push.
    void set_own_url(std::string url, std::string public_url = {});

    // Somebody has sent us this block: it need not be sent back.
    void note_sender(const std::string& block_hash, const Endpoint& sender);
    // On disk already; lowest first. Returns at once: the sending has begun.
    void push(const std::vector<OutgoingBlock>& blocks);
    void push_transaction(const std::string& tx_id, std::shared_ptr<const std::string> text);

    // Waits until all that could be sent has been sent; false: the time is up before.
    bool drain(std::chrono::milliseconds timeout);

    // Ends the calls that are under way. Idempotent.
    void stop();

private:
    class Outbox;

    // One for each active peer; none once all has been stopped.
    std::vector<std::shared_ptr<Outbox>> open_outboxes();
    // The caller holds mutex_. nullptr: the system gives no thread for it.
    std::shared_ptr<Outbox> open_outbox(const Endpoint& peer);
    void retire_all_but(const std::vector<PeerInfo>& active);
    bool is_sender(const std::string& block_hash, const Endpoint& peer);

    PeerBook& book_;
    PeerClient& client_;
    const ChainTexts& chain_;
    util::Log& log_;
    const std::function<void()> on_peer_ahead_;
    const std::chrono::milliseconds second_look_;

    std::mutex mutex_;
    std::string own_url_;  // guarded by mutex_, as all below
    std::string public_url_;
    std::map<std::string, std::shared_ptr<Outbox>> outboxes_;  // by URL
    std::vector<std::shared_ptr<Outbox>> retired_;             // their threads are about to end
    std::deque<std::pair<std::string, Endpoint>> senders_;     // the last ones
    bool is_stopped_ = false;
};

}  // namespace chaincore::net
