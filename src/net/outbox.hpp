// SPDX-License-Identifier: MIT
// What waits to be sent to one peer, and the thread that sends it: one request at a time, blocks by ascending height
// and before transactions (docs/protocol.md, "Telling peers"). Any thread.
#pragma once

#include "chaincore/net/broadcaster.hpp"
#include "chaincore/net/endpoint.hpp"
#include "chaincore/net/peer_client.hpp"
#include "chaincore/util/log.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <variant>

namespace chaincore::net {

struct OutgoingTransaction {
    std::string tx_id;
    std::shared_ptr<const std::string> text;
};

class Broadcaster::Outbox {
public:
    static constexpr std::size_t kMostBlocks = 64;
    static constexpr std::size_t kMostTransactions = 256;
    // How far behind a peer may be to be sent what it lacks; one farther behind must fetch it.
    static constexpr std::uint64_t kMostResent = 100;

    // What the broadcaster was given is used, not the broadcaster itself.
    Outbox(Endpoint peer, const Broadcaster& broadcaster, std::string own_url);

    // Queued blocks that are not below it have left our chain: they are forgotten. Of too many only the last one is
    // kept: the peer is asked for its length first, and sent what it lacks.
    void add(const OutgoingBlock& block);
    // One too many is not sent.
    void add(const OutgoingTransaction& transaction);

    const Endpoint& peer() const { return peer_; }

    // Nothing is left to send, or the time is up.
    bool wait_until_idle(std::chrono::steady_clock::time_point deadline);

    // The destructor waits for the end, which is near then.
    void request_stop() { thread_.request_stop(); }
    // There is nothing to wait for any more.
    bool has_ended() const { return has_ended_; }

private:
    struct AskLength {};
    using Item = std::variant<OutgoingBlock, OutgoingTransaction, AskLength>;

    void run(const std::stop_token& stop);
    std::optional<Item> wait_for_item(const std::stop_token& stop);

    void send(const OutgoingBlock& block);
    void send(const OutgoingTransaction& transaction);
    void send(const AskLength&);
    // The status of the answer; none: the peer is lost or too busy, all is left for later.
    std::optional<int> post_block(const std::string& text);
    // What the peer says after it refused the block of this height, or is asked before it is sent that one. None: as
    // above.
    std::optional<std::uint64_t> ask_length(std::uint64_t height);
    std::uint64_t claimed_length() const;
    // False: all ends.
    bool pause(std::chrono::milliseconds time);
    void tell_if_ahead(std::uint64_t peer_length, std::uint64_t height) const;
    // What follows the peer's own tip up to this block, or up to our tip, and nothing else: era B keeps what does not
    // connect, and is harder to convince by what does, then.
    void send_what_follows(const OutgoingBlock* newest);
    bool is_era_b() const;
    bool is_still_active() const;
    std::optional<PeerTip> ask_tip();
    // What it said when the last block was sent, if that is a moment ago and nothing speaks against it.
    std::optional<PeerTip> take_last_tip();
    void keep_last_tip(const PeerTip& tip, const OutgoingBlock* newest);
    bool is_ours(const PeerTip& tip, const OutgoingBlock* newest) const;
    // While a reorg is on its way the chain shows the old branch, and the blocks before this one are not there yet.
    bool is_shown_up_to(const OutgoingBlock& block) const;
    // Within second_look_.
    bool is_shown_soon_up_to(const OutgoingBlock& block);
    // newest: a block that the chain may not show yet.
    void catch_up(std::uint64_t peer_length, const OutgoingBlock* newest);
    std::optional<std::string> text_at(std::uint64_t height, const OutgoingBlock* newest) const;
    void leave_for_later();
    void forget_all();
    void forget_below(std::uint64_t height);
    void note_refused(std::uint64_t height, int status);
    void note_other_branch(std::uint64_t height);
    void say_once(const std::string& line);

    const Endpoint peer_;
    const PeerBook& book_;
    PeerClient& client_;
    const ChainTexts& chain_;
    util::Log& log_;
    const std::function<void()>& on_peer_ahead_;
    // What a node of era A needs to write down a chain that it takes up, and we any reorg that is written at once.
    const std::chrono::milliseconds second_look_;
    const std::string own_url_;
    std::stop_token stop_;  // outbox's thread only, as are the next ones
    bool is_refusing_ = false;
    std::optional<PeerTip> last_tip_;  // of era B: a block of ours
    std::chrono::steady_clock::time_point last_tip_at_;
    std::atomic<bool> has_ended_ = false;

    std::mutex mutex_;
    std::condition_variable_any work_;
    std::condition_variable idle_;
    bool is_sending_ = false;  // guarded by mutex_, as all below
    std::deque<OutgoingBlock> blocks_;
    std::deque<OutgoingTransaction> transactions_;
    bool asks_length_ = false;  // before anything else is sent
    bool is_behind_ = false;    // what the peer lacks it was not sent: it is asked with the next block
    std::jthread thread_;
};

}  // namespace chaincore::net
