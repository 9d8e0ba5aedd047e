// SPDX-License-Identifier: MIT
#include "chaincore/state/chain_thread.hpp"

#include "chaincore/consensus/check_block.hpp"

#include <utility>

namespace chaincore::state {
namespace {

// A group is written early when it has grown so much.
constexpr std::size_t kGroupBytes = std::size_t{32} << 20;

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
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

ChainThread::~ChainThread() { stop(); }

std::future<Outcome> ChainThread::post(chain::Block block, BlockOrigin origin) {
    if (auto verdict = consensus::check_block(block, params_); !verdict) return already_known(verdict.error());
    if (auto verdict = consensus::check_not_ahead(block.header, clock_.wall_now()); !verdict)
        return already_known(verdict.error());
    const std::lock_guard lock(mutex_);
    if (is_stopping_ || queue_.size() >= kQueueLimit) return already_known(Busy{});
    queue_.push_back({std::move(block), origin, {}});
    work_.notify_one();
    return queue_.back().promise.get_future();
}

void ChainThread::stop() {
    {
        const std::lock_guard lock(mutex_);
        is_stopping_ = true;
    }
    thread_.request_stop();
    if (thread_.joinable()) thread_.join();
    for (Waiting& waiting : std::exchange(queue_, {})) waiting.promise.set_value(Busy{});
}

void ChainThread::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        std::deque<Waiting> group = wait_for_work(stop);
        while (!group.empty() && !stop.stop_requested()) handle_some(group);
        for (Waiting& late : group) late.promise.set_value(Busy{});
    }
}

std::deque<ChainThread::Waiting> ChainThread::wait_for_work(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    work_.wait(lock, stop, [this] { return !queue_.empty(); });
    if (stop.stop_requested()) return {};
    return std::exchange(queue_, {});
}

// As many as one write should hold, one at least.
void ChainThread::handle_some(std::deque<Waiting>& group) {
    std::vector<std::pair<std::promise<Outcome>, Outcome>> judged;
    do {
        Waiting& next = group.front();
        Outcome outcome = state_->accept(next.block, next.origin);
        judged.emplace_back(std::move(next.promise), std::move(outcome));
        group.pop_front();
    } while (!group.empty() && state_->pending_bytes() < kGroupBytes);
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
