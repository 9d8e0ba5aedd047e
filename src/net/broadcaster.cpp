// SPDX-License-Identifier: MIT
#include "chaincore/net/broadcaster.hpp"

#include "chaincore/net/peer_address.hpp"
#include "chaincore/util/counted.hpp"
#include "net/outbox.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <system_error>
#include <utility>

namespace chaincore::net {
namespace {

// Blocks whose senders are remembered: a block is relayed a moment after it came.
constexpr std::size_t kMostSenders = 256;

}  // namespace

Broadcaster::Broadcaster(PeerBook& book, PeerClient& client, const ChainTexts& chain, util::Log& log,
                         std::function<void()> on_peer_ahead, std::chrono::milliseconds second_look)
    : book_(book),
      client_(client),
      chain_(chain),
      log_(log),
      on_peer_ahead_(std::move(on_peer_ahead)),
      second_look_(second_look) {}

Broadcaster::~Broadcaster() { stop(); }

void Broadcaster::set_own_url(std::string url, std::string public_url) {
    const std::lock_guard lock(mutex_);
    own_url_ = std::move(url);
    public_url_ = std::move(public_url);
}

void Broadcaster::note_sender(const std::string& block_hash, const Endpoint& sender) {
    const std::lock_guard lock(mutex_);
    senders_.emplace_back(block_hash, sender);
    if (senders_.size() > kMostSenders) senders_.pop_front();
}

void Broadcaster::push(const std::vector<OutgoingBlock>& blocks) {
    if (blocks.empty()) return;
    const auto outboxes = open_outboxes();
    for (const auto& outbox : outboxes)
        for (const OutgoingBlock& block : blocks)
            if (!is_sender(block.hash, outbox->peer())) outbox->add(block);
    log_.debug(fmt::format("block {} goes to {}", blocks.back().height, util::counted(outboxes.size(), "peer")));
}

void Broadcaster::push_transaction(const std::string& tx_id, std::shared_ptr<const std::string> text) {
    const auto outboxes = open_outboxes();
    for (const auto& outbox : outboxes) outbox->add(OutgoingTransaction{tx_id, text});
    log_.debug(fmt::format("transaction {} goes to {}", tx_id, util::counted(outboxes.size(), "peer")));
}

std::vector<std::shared_ptr<Broadcaster::Outbox>> Broadcaster::open_outboxes() {
    const std::vector<PeerInfo> peers = book_.active();
    std::vector<std::shared_ptr<Outbox>> outboxes;
    const std::lock_guard lock(mutex_);
    if (is_stopped_) return outboxes;
    retire_all_but(peers);
    for (const PeerInfo& peer : peers)
        if (auto outbox = open_outbox(peer.endpoint)) outboxes.push_back(std::move(outbox));
    return outboxes;
}

std::shared_ptr<Broadcaster::Outbox> Broadcaster::open_outbox(const Endpoint& peer) {
    const std::string url = peer.url();
    if (const auto found = outboxes_.find(url); found != outboxes_.end()) return found->second;
    try {
        auto outbox = std::make_shared<Outbox>(peer, *this, is_on_this_machine(peer) ? own_url_ : public_url_);
        outboxes_.emplace(url, outbox);
        return outbox;
    } catch (const std::system_error&) {
        log_.debug("no thread to tell " + url + " of anything");
        return nullptr;
    }
}

// Who pushes does not wait for the end of a call: the threads that have ended by the next push are joined then.
void Broadcaster::retire_all_but(const std::vector<PeerInfo>& active) {
    std::erase_if(retired_, [](const auto& outbox) { return outbox->has_ended(); });
    for (auto entry = outboxes_.begin(); entry != outboxes_.end();) {
        const auto is_its_peer = [&entry](const PeerInfo& peer) { return peer.endpoint == entry->second->peer(); };
        if (std::any_of(active.begin(), active.end(), is_its_peer)) {
            ++entry;
            continue;
        }
        entry->second->request_stop();
        retired_.push_back(std::move(entry->second));
        entry = outboxes_.erase(entry);
    }
}

bool Broadcaster::is_sender(const std::string& block_hash, const Endpoint& peer) {
    const std::lock_guard lock(mutex_);
    return std::any_of(senders_.begin(), senders_.end(),
                       [&](const auto& sent) { return sent.first == block_hash && sent.second == peer; });
}

bool Broadcaster::drain(std::chrono::milliseconds timeout) {
    const auto deadline = std::chrono::steady_clock::now() + timeout;
    std::vector<std::shared_ptr<Outbox>> outboxes;
    {
        const std::lock_guard lock(mutex_);
        for (const auto& [url, outbox] : outboxes_) outboxes.push_back(outbox);
    }
    bool is_done = true;
    for (const auto& outbox : outboxes) is_done &= outbox->wait_until_idle(deadline);
    return is_done;
}

// All are told before the first one is waited for.
void Broadcaster::stop() {
    std::map<std::string, std::shared_ptr<Outbox>> outboxes;
    std::vector<std::shared_ptr<Outbox>> retired;
    {
        const std::lock_guard lock(mutex_);
        is_stopped_ = true;
        outboxes.swap(outboxes_);
        retired.swap(retired_);
    }
    for (const auto& [url, outbox] : outboxes) outbox->request_stop();
}

}  // namespace chaincore::net
