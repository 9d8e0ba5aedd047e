// SPDX-License-Identifier: MIT
#include "chaincore/state/chain_thread.hpp"

#include "chaincore/consensus/check_block.hpp"
#include "state/signatures_ahead.hpp"

#include <utility>

namespace chaincore::state {
namespace {

// A group is written early when it has grown so much.
constexpr std::size_t kGroupBytes = std::size_t{16} << 20;
// What was fetched waits for more to come, but not for longer than that.
constexpr std::chrono::seconds kLongestUnwritten{1};

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
      signatures_(std::make_unique<SignaturesAhead>()),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

ChainThread::~ChainThread() { stop(); }

std::future<Outcome> ChainThread::post(chain::SharedBlock written, BlockOrigin origin) {
    const chain::Block& block = written->block;
    if (auto verdict = consensus::check_block(*written, params_); !verdict) return already_known(verdict.error());
    if (auto verdict = consensus::check_not_ahead(block.header, clock_.wall_now()); !verdict)
        return already_known(verdict.error());
    if (!has_room()) return already_known(Busy{});
    auto signers = find_signers(written, origin);
    const std::lock_guard lock(mutex_);
    if (is_stopping_ || queue_.size() >= kQueueLimit) return already_known(Busy{});
    queue_.push_back({std::move(written), origin, std::move(signers), {}});
    work_.notify_one();
    return queue_.back().promise.get_future();
}

// Payments that are in the pool need no second look, and what is fetched is no payment of the pool's mostly.
std::shared_ptr<const BlockSigners> ChainThread::find_signers(const chain::SharedBlock& written, BlockOrigin origin) {
    if (!will_be_connected(written->block, origin)) return nullptr;
    consensus::SignatureCheck check;
    if (origin != BlockOrigin::sync) check.cache = state_->signatures().get();
    const auto hash = crypto::Hash256::from_hex(written->block.hash);
    if (hash && state_->vouched().contains(*hash)) check.trust = consensus::Trust::vouched;
    return signatures_->check({written, &written->block}, check);
}

// Blocks that are fetched, and the tip's child. Of others it is not known yet whether anybody needs to know: anybody
// may send a block of ours again with other signatures, which its hash does not cover.
bool ChainThread::will_be_connected(const chain::Block& block, BlockOrigin origin) const {
    if (origin == BlockOrigin::sync) return true;
    const auto tip = tip_.get();
    return tip && block.header.previous_hash == tip->block.hash.to_hex();
}

std::optional<ChainThread::SteadyTime> ChainThread::busy_since() const {
    const SteadyTime since = busy_since_;
    return since == kIdle ? std::nullopt : std::optional(since);
}

bool ChainThread::has_room() {
    const std::lock_guard lock(mutex_);
    return !is_stopping_ && queue_.size() < kQueueLimit;
}

void ChainThread::vouch_for(const std::vector<crypto::Hash256>& blocks) { state_->vouched().add(blocks); }

void ChainThread::settle(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    const std::uint64_t wanted = ++settles_wanted_;
    work_.notify_one();
    settled_.wait(lock, stop, [&] { return settles_done_ >= wanted || is_stopping_; });
}

bool ChainThread::run_between_writes(std::function<void()> action) {
    std::future<bool> is_done;
    {
        const std::lock_guard lock(mutex_);
        if (is_stopping_) return false;
        actions_.push_back({std::move(action), {}});
        is_done = actions_.back().is_done.get_future();
        work_.notify_one();
    }
    return is_done.get();
}

Result<void, Error> ChainThread::rule_out(const crypto::Hash256& hash) {
    return rule([&] { return state_->rule_out(hash); });
}

Result<void, Error> ChainThread::readmit(const crypto::Hash256& hash) {
    return rule([&] { return state_->readmit(hash); });
}

Result<void, Error> ChainThread::rule(const std::function<Result<void, Error>()>& ruling) {
    Result<void, Error> ruled;
    const bool is_done = run_between_writes([&] {
        ruled = ruling();
        if (!failure()) tell(state_->commit());
    });
    return is_done ? ruled : fail(Error{"the node is stopping"});
}

void ChainThread::stop() {
    {
        const std::lock_guard lock(mutex_);
        is_stopping_ = true;
        settled_.notify_all();
    }
    signatures_->stop();
    thread_.request_stop();
    if (thread_.joinable()) thread_.join();
    for (Waiting& waiting : std::exchange(queue_, {})) waiting.promise.set_value(Busy{});
    for (Action& late : std::exchange(actions_, {})) late.is_done.set_value(false);
}

void ChainThread::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        std::deque<Waiting> group = wait_for_work(stop);
        const std::uint64_t settles = settles_seen_;
        while (!group.empty() && !stop.stop_requested()) handle_some(group, stop);
        for (Waiting& late : group) late.promise.set_value(Busy{});
        write_and_settle(settles);
        if (!stop.stop_requested()) run_actions();
    }
    if (has_unwritten()) write({});
    state_->stop_writer();
}

// Empty: it is time to write, or something has been written, or somebody wants that.
std::deque<ChainThread::Waiting> ChainThread::wait_for_work(const std::stop_token& stop) {
    busy_since_ = kIdle;
    std::unique_lock lock(mutex_);
    const auto has_work = [this] {
        return !queue_.empty() || !actions_.empty() || settles_wanted_ != settles_done_ || is_commit_done_;
    };
    if (unwritten_since_ && !state_->is_committing())
        work_.wait_until(lock, stop, *unwritten_since_ + kLongestUnwritten, has_work);
    else
        work_.wait(lock, stop, has_work);
    note_progress();
    is_commit_done_ = false;
    if (stop.stop_requested()) return {};
    settles_seen_ = settles_wanted_;
    return std::exchange(queue_, {});
}

void ChainThread::write_and_settle(std::uint64_t wanted) {
    const bool is_wanted = wanted != settles_done_;  // nobody else changes it
    if (is_wanted && has_unwritten()) write({});
    if (!is_wanted) return write_behind();
    const std::lock_guard lock(mutex_);
    settles_done_ = wanted;
    settled_.notify_all();
}

void ChainThread::run_actions() {
    std::deque<Action> actions;
    {
        const std::lock_guard lock(mutex_);
        actions.swap(actions_);
    }
    if (!actions.empty() && has_unwritten()) write({});
    for (Action& action : actions) {
        note_progress();
        action.run();
        action.is_done.set_value(true);
    }
}

void ChainThread::handle_some(std::deque<Waiting>& group, const std::stop_token& stop) {
    Judged judged = judge_some(group, stop);
    if (judged.empty())
        write_behind();
    else
        write(std::move(judged));
}

// As many as one write should hold, one at least. Those that were not fetched hear of it once they are on disk, and do
// not wait for fetched ones behind them.
ChainThread::Judged ChainThread::judge_some(std::deque<Waiting>& group, const std::stop_token& stop) {
    Judged judged;
    if (!unwritten_since_) unwritten_since_ = std::chrono::steady_clock::now();
    do {
        note_progress();
        Waiting next = std::move(group.front());
        group.pop_front();
        if (next.signers) next.signers->wait();
        Outcome outcome = state_->accept(next.block, next.origin,
                                         next.signers ? next.signers->result() : consensus::SignatureCheck{});
        if (next.origin == BlockOrigin::sync)
            next.promise.set_value(std::move(outcome));
        else
            judged.emplace_back(std::move(next.promise), std::move(outcome));
    } while (!group.empty() && !must_write_now() && !state_->is_commit_done() && !stop.stop_requested() &&
             (judged.empty() || group.front().origin != BlockOrigin::sync));
    return judged;
}

// A second one waits for the first, and is not begun for the time's sake alone.
bool ChainThread::must_write_now() const {
    if (state_->pending_bytes() >= kGroupBytes) return true;
    return unwritten_since_ && !state_->is_committing() &&
           std::chrono::steady_clock::now() - *unwritten_since_ >= kLongestUnwritten;
}

bool ChainThread::has_unwritten() const { return unwritten_since_ || state_->is_committing(); }

// While more is connected.
void ChainThread::write_behind() {
    if (state_->is_commit_done() || (state_->is_committing() && must_write_now())) tell(state_->end_commit());
    if (state_->is_committing() || !must_write_now() || failure()) return;
    unwritten_since_.reset();
    state_->start_commit([this] {
        const std::lock_guard lock(mutex_);
        is_commit_done_ = true;
        work_.notify_one();
    });
    if (!state_->is_committing()) tell(state_->end_commit());  // the store has failed before
}

void ChainThread::write(Judged judged) {
    note_progress();
    unwritten_since_.reset();
    for (auto& [promise, outcome] : judged) outcome = state_->reconsider(outcome);
    const std::optional<Error> error = tell(state_->commit());
    publish_orphans();
    for (auto& [promise, outcome] : judged) {
        const bool is_lost = error && std::holds_alternative<Accepted>(outcome);
        promise.set_value(is_lost ? Outcome{*error} : std::move(outcome));
    }
}

std::optional<Error> ChainThread::tell(const Result<std::optional<ChainChange>, Error>& change) {
    if (!change) {
        failure_.set(std::make_shared<const Error>(change.error()));
        return change.error();
    }
    if (!*change) return std::nullopt;
    figures_.note(**change);
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
