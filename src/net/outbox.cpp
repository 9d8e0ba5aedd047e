// SPDX-License-Identifier: MIT
#include "net/outbox.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace chaincore::net {
namespace {

// An answer is a few fields; a person may have put a proxy with a long error page in between.
constexpr std::size_t kMostAnswerBytes = std::size_t{256} << 10;

// How often our own chain is looked at while it changes.
constexpr std::chrono::milliseconds kLook{10};

// For how long the answer to the last block is that before the next one, too.
constexpr std::chrono::milliseconds kTipHolds{500};

constexpr int kOk = 200;
constexpr int kNeedsSync = 202;  // the peer lacks the block's parent, and fetches it

bool is_not_now(int status) { return status == 429 || status == 503; }

}  // namespace

Broadcaster::Outbox::Outbox(Endpoint peer, const Broadcaster& broadcaster, std::string own_url)
    : peer_(std::move(peer)),
      book_(broadcaster.book_),
      client_(broadcaster.client_),
      chain_(broadcaster.chain_),
      log_(broadcaster.log_),
      on_peer_ahead_(broadcaster.on_peer_ahead_),
      second_look_(broadcaster.second_look_),
      own_url_(std::move(own_url)),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

void Broadcaster::Outbox::add(const OutgoingBlock& block) {
    const std::lock_guard lock(mutex_);
    while (!blocks_.empty() && blocks_.back().height >= block.height) blocks_.pop_back();
    if (std::exchange(is_behind_, false) || blocks_.size() == kMostBlocks) {
        blocks_.clear();
        asks_length_ = true;
    }
    blocks_.push_back(block);
    work_.notify_one();
}

void Broadcaster::Outbox::add(const OutgoingTransaction& transaction) {
    const std::lock_guard lock(mutex_);
    if (transactions_.size() == kMostTransactions) return;
    transactions_.push_back(transaction);
    work_.notify_one();
}

void Broadcaster::Outbox::run(const std::stop_token& stop) {
    stop_ = stop;
    while (const auto item = wait_for_item(stop)) std::visit([this](const auto& what) { send(what); }, *item);
    forget_all();
    has_ended_ = true;
}

bool Broadcaster::Outbox::wait_until_idle(std::chrono::steady_clock::time_point deadline) {
    std::unique_lock lock(mutex_);
    return idle_.wait_until(
        lock, deadline, [this] { return !is_sending_ && !asks_length_ && blocks_.empty() && transactions_.empty(); });
}

std::optional<Broadcaster::Outbox::Item> Broadcaster::Outbox::wait_for_item(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    is_sending_ = false;
    idle_.notify_all();
    work_.wait(lock, stop, [this] { return asks_length_ || !blocks_.empty() || !transactions_.empty(); });
    if (stop.stop_requested()) return std::nullopt;
    is_sending_ = true;
    if (std::exchange(asks_length_, false)) return AskLength{};
    const auto take_first = [](auto& queue) {
        Item item = std::move(queue.front());
        queue.pop_front();
        return item;
    };
    return blocks_.empty() ? take_first(transactions_) : take_first(blocks_);
}

std::optional<int> Broadcaster::Outbox::post_block(const std::string& text) {
    std::vector<HttpHeader> headers{{"X-Local-Mining", "false"}};
    if (!own_url_.empty()) headers.push_back({"X-Peer-Origin", own_url_});
    const auto answer = client_.post(peer_, "/submit_block", text, headers, {kHeavyDeadline, kMostAnswerBytes, stop_});
    if (answer && !is_not_now(answer->status)) return answer->status;
    if (!answer) forget_all();
    leave_for_later();
    return std::nullopt;
}

// While a node of era A takes up another chain, its own is empty and grows: what it were sent then it would have twice.
// So a length that makes no sense counts only if it is said again a moment later.
std::optional<std::uint64_t> Broadcaster::Outbox::ask_length(std::uint64_t height) {
    const std::uint64_t least = std::max(height, claimed_length());
    auto status = client_.status(peer_, stop_);
    if (status && status->dialect == Dialect::seed && status->length < least) {
        if (!pause(second_look_)) return std::nullopt;
        status = client_.status(peer_, stop_);
    }
    if (status) return status->length;
    leave_for_later();
    return std::nullopt;
}

std::uint64_t Broadcaster::Outbox::claimed_length() const {
    const auto info = book_.find(peer_);
    return info && info->status ? info->status->length : 0;
}

bool Broadcaster::Outbox::pause(std::chrono::milliseconds time) {
    std::unique_lock lock(mutex_);
    work_.wait_for(lock, stop_, time, [] { return false; });
    return !stop_.stop_requested();
}

// Its blocks may come one by one: that it has those which follow is no news then.
void Broadcaster::Outbox::tell_if_ahead(std::uint64_t peer_length, std::uint64_t height) const {
    if (peer_length > std::max(height + 1, chain_.length())) on_peer_ahead_();
}

// After any other answer than 200 the peer's own word counts: one that has the block from elsewhere says 400.
void Broadcaster::Outbox::send(const OutgoingBlock& block) {
    if (is_era_b()) return send_what_follows(&block);
    const auto status = post_block(*block.text);
    if (!status) return;
    if (*status == kOk) {
        is_refusing_ = false;
        return;
    }
    const auto length = ask_length(block.height);
    if (!length) return;
    tell_if_ahead(*length, block.height);
    if (*length < block.height)
        catch_up(*length, &block);
    else if (*length == block.height)
        note_refused(block.height, *status);
}

void Broadcaster::Outbox::send(const AskLength&) {
    if (is_era_b()) return send_what_follows(nullptr);
    if (const auto length = ask_length(chain_.length())) catch_up(*length, nullptr);
}

bool Broadcaster::Outbox::is_still_active() const {
    const auto info = book_.find(peer_);
    return info && info->is_active;
}

bool Broadcaster::Outbox::is_era_b() const {
    const auto info = book_.find(peer_);
    return info && info->status && info->status->dialect == Dialect::b;
}

// Whatever it answers to a block, its tip says whether it has taken it.
void Broadcaster::Outbox::send_what_follows(const OutgoingBlock* newest) {
    const std::uint64_t length = std::max(chain_.length(), newest != nullptr ? newest->height + 1 : 0);
    auto tip = take_last_tip();
    if (!tip) tip = ask_tip();
    if (tip) tell_if_ahead(tip->length, newest != nullptr ? newest->height : length);
    while (tip && tip->length < length && length - tip->length <= kMostResent) {
        if (newest != nullptr && tip->length < newest->height && !is_shown_soon_up_to(*newest))
            return leave_for_later();
        if (!is_ours(*tip, newest)) return note_other_branch(tip->length);
        const auto text = text_at(tip->length, newest);
        if (!text) return;
        const auto status = post_block(*text);
        if (!status) return;
        const auto now = ask_tip();
        if (now && now->length <= tip->length) return note_refused(tip->length, *status);
        tip = now;
    }
    if (!tip || tip->length < length) return;
    is_refusing_ = false;
    forget_below(length);
    keep_last_tip(*tip, newest);
}

// Between an answer and the block that follows it the peer may take another one anyway: a little longer than a request
// takes is no worse. What it has said since, in /status, counts more.
std::optional<PeerTip> Broadcaster::Outbox::take_last_tip() {
    auto tip = std::exchange(last_tip_, std::nullopt);
    if (!tip || std::chrono::steady_clock::now() - last_tip_at_ > kTipHolds || claimed_length() > tip->length)
        return std::nullopt;
    return tip;
}

void Broadcaster::Outbox::keep_last_tip(const PeerTip& tip, const OutgoingBlock* newest) {
    if (newest == nullptr || tip.hash != newest->hash) return;
    last_tip_ = tip;
    last_tip_at_ = std::chrono::steady_clock::now();
}

// A chain that is being written answers 500 for a moment.
std::optional<PeerTip> Broadcaster::Outbox::ask_tip() {
    auto tip = client_.tip(peer_, stop_);
    if (!tip && is_still_active() && pause(second_look_)) tip = client_.tip(peer_, stop_);
    if (tip) return *tip;
    leave_for_later();
    return std::nullopt;
}

bool Broadcaster::Outbox::is_ours(const PeerTip& tip, const OutgoingBlock* newest) const {
    if (newest != nullptr && newest->height == tip.length) return newest->previous_hash == tip.hash;
    return tip.length > 0 && chain_.block_hash(tip.length - 1) == tip.hash;
}

bool Broadcaster::Outbox::is_shown_up_to(const OutgoingBlock& block) const {
    return chain_.block_hash(block.height - 1) == block.previous_hash;
}

bool Broadcaster::Outbox::is_shown_soon_up_to(const OutgoingBlock& block) {
    const auto end = std::chrono::steady_clock::now() + second_look_;
    while (!is_shown_up_to(block))
        if (std::chrono::steady_clock::now() >= end || !pause(kLook)) return false;
    return true;
}

void Broadcaster::Outbox::catch_up(std::uint64_t peer_length, const OutgoingBlock* newest) {
    const std::uint64_t length = std::max(chain_.length(), newest != nullptr ? newest->height + 1 : 0);
    if (length <= peer_length || length - peer_length > kMostResent) return;
    for (std::uint64_t height = peer_length; height < length; ++height) {
        const auto text = text_at(height, newest);
        if (!text) return;
        const auto status = post_block(*text);
        if (!status) return;
        if (*status == kOk) continue;
        const auto now = ask_length(height);
        if (!now) return;
        tell_if_ahead(*now, height);
        if (*now <= height) return note_refused(height, *status);
        height = *now - 1;
    }
    is_refusing_ = false;
    forget_below(length);
}

std::optional<std::string> Broadcaster::Outbox::text_at(std::uint64_t height, const OutgoingBlock* newest) const {
    if (newest != nullptr && newest->height == height) return *newest->text;
    return chain_.block_text(height);
}

void Broadcaster::Outbox::leave_for_later() {
    const std::lock_guard lock(mutex_);
    blocks_.clear();
    is_behind_ = true;
}

void Broadcaster::Outbox::forget_all() {
    const std::lock_guard lock(mutex_);
    blocks_.clear();
    transactions_.clear();
    asks_length_ = false;
    idle_.notify_all();
}

void Broadcaster::Outbox::forget_below(std::uint64_t height) {
    const std::lock_guard lock(mutex_);
    while (!blocks_.empty() && blocks_.front().height < height) blocks_.pop_front();
}

// Once, until it takes one again: a peer on another branch refuses all of ours. One that says what it lacks refuses
// nothing.
void Broadcaster::Outbox::note_refused(std::uint64_t height, int status) {
    const std::string line = fmt::format("peer {} refuses block {} of ours (answer {})", peer_.url(), height, status);
    if (status == kNeedsSync)
        log_.debug(line);
    else
        say_once(line + ": it may be on another branch");
}

void Broadcaster::Outbox::note_other_branch(std::uint64_t height) {
    say_once(
        fmt::format("peer {} is on another branch: block {} of ours does not fit behind its own", peer_.url(), height));
}

void Broadcaster::Outbox::say_once(const std::string& line) {
    if (std::exchange(is_refusing_, true))
        log_.debug(line);
    else
        log_.info(line);
}

void Broadcaster::Outbox::send(const OutgoingTransaction& transaction) {
    const auto answer =
        client_.post(peer_, "/receive_transaction", *transaction.text, {}, {kHeavyDeadline, kMostAnswerBytes, stop_});
    if (!answer) {
        forget_all();
        leave_for_later();
    } else if (answer->status != kOk) {
        log_.debug(
            fmt::format("peer {} refuses transaction {} (answer {})", peer_.url(), transaction.tx_id, answer->status));
    }
}

}  // namespace chaincore::net
