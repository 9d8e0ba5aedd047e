// SPDX-License-Identifier: MIT
#include "chaincore/state/chain_thread.hpp"

#include "chaincore/consensus/check_block.hpp"
#include "chaincore/consensus/check_spend.hpp"

#include <algorithm>
#include <utility>

namespace chaincore::state {
namespace {

// A group is written early when it has grown so much.
constexpr std::size_t kGroupBytes = std::size_t{8} << 20;
// What was fetched waits for more to come, but not for longer than that.
constexpr std::chrono::seconds kLongestUnwritten{1};
// Enough to be worth another thread's while, few enough that a large block keeps all of them busy.
constexpr std::size_t kInputsOfATask = 16;

std::size_t core_count() { return std::max(1U, std::thread::hardware_concurrency()); }

// Ends of runs of payments that have about so many inputs together; the coinbase is none of them.
std::vector<std::size_t> cut_into_tasks(const chain::Block& block) {
    std::vector<std::size_t> ends;
    std::size_t inputs = 0;
    for (std::size_t i = 1; i < block.transactions.size(); ++i) {
        inputs += block.transactions[i].inputs.size();
        if (inputs < kInputsOfATask && i + 1 < block.transactions.size()) continue;
        ends.push_back(i + 1);
        inputs = 0;
    }
    return ends;
}

std::future<Outcome> already_known(Outcome outcome) {
    std::promise<Outcome> promise;
    promise.set_value(std::move(outcome));
    return promise.get_future();
}

}  // namespace

ChainThread::ChainThread(std::unique_ptr<ChainState> state, const chain::NetworkParams& params,
                         const util::Clock& clock, ChainListener& listener)
    : state_(std::move(state)),
      params_(params),
      clock_(clock),
      listener_(listener),
      tip_(state_->tip()),
      orphans_(std::make_shared<const Orphans>()),
      signatures_(state_->signatures()),
      verifiers_(core_count()),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

ChainThread::~ChainThread() { stop(); }

std::future<Outcome> ChainThread::post(chain::Block block, BlockOrigin origin) {
    if (auto verdict = consensus::check_block(block, params_); !verdict) return already_known(verdict.error());
    if (auto verdict = consensus::check_not_ahead(block.header, clock_.wall_now()); !verdict)
        return already_known(verdict.error());
    const auto shared = std::make_shared<const chain::Block>(std::move(block));
    const std::lock_guard lock(mutex_);
    if (is_stopping_ || queue_.size() >= kQueueLimit) return already_known(Busy{});
    queue_.push_back({shared, origin, check_signatures_ahead(shared), {}});
    work_.notify_one();
    return queue_.back().promise.get_future();
}

// By whatever thread has nothing else to do. What is found valid is known when the block has its turn; what is not is
// found out again there, and said.
std::shared_ptr<std::latch> ChainThread::check_signatures_ahead(const std::shared_ptr<const chain::Block>& block) {
    const std::vector<std::size_t> ends = cut_into_tasks(*block);
    auto latch = std::make_shared<std::latch>(static_cast<std::ptrdiff_t>(ends.size()));
    std::size_t begin = 1;
    for (const std::size_t end : ends) {
        verifiers_.post([block, begin, end, latch, signatures = signatures_] {
            for (std::size_t i = begin; i < end; ++i)
                consensus::check_signatures_ahead(block->transactions[i], *signatures);
            latch->count_down();
        });
        begin = end;
    }
    return latch;
}

void ChainThread::settle(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    const std::uint64_t wanted = ++settles_wanted_;
    work_.notify_one();
    settled_.wait(lock, stop, [&] { return settles_done_ >= wanted || is_stopping_; });
}

void ChainThread::stop() {
    {
        const std::lock_guard lock(mutex_);
        is_stopping_ = true;
        settled_.notify_all();
    }
    thread_.request_stop();
    if (thread_.joinable()) thread_.join();
    for (Waiting& waiting : std::exchange(queue_, {})) waiting.promise.set_value(Busy{});
}

void ChainThread::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        std::deque<Waiting> group = wait_for_work(stop);
        const std::uint64_t settles = settles_seen_;
        while (!group.empty() && !stop.stop_requested()) handle_some(group);
        for (Waiting& late : group) late.promise.set_value(Busy{});
        note_settled(settles);
    }
    if (unwritten_since_) write({});
}

// Empty: it is time to write, or somebody wants that.
std::deque<ChainThread::Waiting> ChainThread::wait_for_work(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    const auto has_work = [this] { return !queue_.empty() || settles_wanted_ != settles_done_; };
    if (unwritten_since_)
        work_.wait_until(lock, stop, *unwritten_since_ + kLongestUnwritten, has_work);
    else
        work_.wait(lock, stop, has_work);
    if (stop.stop_requested()) return {};
    settles_seen_ = settles_wanted_;
    return std::exchange(queue_, {});
}

void ChainThread::note_settled(std::uint64_t wanted) {
    const bool is_wanted = wanted != settles_done_;  // nobody else changes it
    if (unwritten_since_ && (is_wanted || must_write_now())) write({});
    if (!is_wanted) return;
    const std::lock_guard lock(mutex_);
    settles_done_ = wanted;
    settled_.notify_all();
}

void ChainThread::handle_some(std::deque<Waiting>& group) {
    Judged judged = judge_some(group);
    if (!judged.empty() || must_write_now()) write(std::move(judged));
}

// As many as one write should hold, one at least. Those that were not fetched hear of it once they are on disk.
ChainThread::Judged ChainThread::judge_some(std::deque<Waiting>& group) {
    Judged judged;
    if (!unwritten_since_) unwritten_since_ = std::chrono::steady_clock::now();
    do {
        Waiting next = std::move(group.front());
        group.pop_front();
        next.signatures->wait();
        Outcome outcome = state_->accept(*next.block, next.origin);
        if (next.origin == BlockOrigin::sync)
            next.promise.set_value(std::move(outcome));
        else
            judged.emplace_back(std::move(next.promise), std::move(outcome));
    } while (!group.empty() && state_->pending_bytes() < kGroupBytes);
    return judged;
}

bool ChainThread::must_write_now() const {
    return state_->pending_bytes() >= kGroupBytes ||
           std::chrono::steady_clock::now() - *unwritten_since_ >= kLongestUnwritten;
}

void ChainThread::write(Judged judged) {
    unwritten_since_.reset();
    for (auto& [promise, outcome] : judged) outcome = state_->reconsider(outcome);
    const std::optional<Error> error = commit();
    publish_orphans();
    for (auto& [promise, outcome] : judged) {
        const bool is_lost = error && std::holds_alternative<Accepted>(outcome);
        promise.set_value(is_lost ? Outcome{*error} : std::move(outcome));
    }
}

std::optional<Error> ChainThread::commit() {
    const auto change = state_->commit();
    if (!change) {
        failure_.set(std::make_shared<const Error>(change.error()));
        return change.error();
    }
    if (!*change) return std::nullopt;
    connected_blocks_ += (*change)->connected_blocks;
    connected_transactions_ += (*change)->connected_transactions;
    listener_.on_committed(**change);
    tip_.set((*change)->tip);
    listener_.on_published(**change);
    return std::nullopt;
}

void ChainThread::publish_orphans() {
    if (std::exchange(orphans_version_, state_->orphans().version()) == state_->orphans().version()) return;
    orphans_.set(std::make_shared<const Orphans>(state_->orphans().all()));
}

}  // namespace chaincore::state
