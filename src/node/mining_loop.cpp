// SPDX-License-Identifier: MIT
#include "node/mining_loop.hpp"

#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/miner/job.hpp"
#include "chaincore/miner/rate_text.hpp"
#include "chaincore/miner/search_timing.hpp"
#include "chaincore/miner/search_window.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

namespace chaincore::node {
namespace {

using namespace std::chrono_literals;
using SteadyTime = std::chrono::steady_clock::time_point;

// A later second is taken then, so that a block's time is about when it was found.
constexpr auto kOldestJob = 30s;
// How often fees are compared: a payment that comes while a find is held should still go into its block.
constexpr auto kTick = 100ms;
// Better fees wait so long: with each new template devices and workers lose what they are just at.
constexpr auto kFeePause = 1s;
// How often rates are sampled.
constexpr auto kSamplePeriod = 1s;
// Long enough to tell a person the rate, short enough not to be noticed.
constexpr auto kFirstSample = 200ms;
// How soon to look again at a parent that lies too far ahead of our clock.
constexpr auto kRetry = 10s;

double total_fees(const mempool::Selection& selection) {
    double fees = 0;
    for (const mempool::PooledTransaction& pooled : selection.transactions) fees += pooled.fee;
    return fees;
}

chain::Block with_header(chain::Block block, const chain::BlockHeader& header) {
    block.header = header;
    block.hash = header_hash(header).to_hex();
    return block;
}

}  // namespace

MiningLoop::MiningLoop(MiningOptions options, Backends backends, const mempool::Mempool& mempool,
                       const util::Clock& clock, util::Log& log, std::unique_ptr<miner::Backend> spare)
    : options_(std::move(options)),
      devices_(std::make_unique<miner::DeviceSet>(std::move(backends), std::move(spare))),
      rates_([this] { return devices_.counters(); }, clock),
      mined_(log),
      mempool_(mempool),
      clock_(clock),
      log_(log),
      wishes_{options_.address, options_.min_block_interval, options_.interval_spread} {}

MiningLoop::~MiningLoop() { stop(); }

Result<void, Error> MiningLoop::prepare() {
    const std::lock_guard owner(owner_mutex_);
    if (auto started = devices_.get().start(*this); !started) return started;
    first_rates_ = devices_.get().sample_rates(kFirstSample);
    return {};
}

void MiningLoop::start(state::ChainThread& chain) {
    const std::lock_guard owner(owner_mutex_);
    chain_ = &chain;
    is_started_ = true;
    if (!devices_.is_any_left() && address().empty() && others_ == nullptr) return;
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void MiningLoop::stop() {
    const std::lock_guard owner(owner_mutex_);
    thread_.request_stop();
    if (thread_.joinable()) thread_.join();
    devices_.get().stop();
    is_started_ = false;
}

// Those that are there stop before the others get the job: whoever hears of a failure knows whose it is.
Result<void, Error> MiningLoop::replace_devices(Backends backends, std::unique_ptr<miner::Backend> spare) {
    auto next = std::make_unique<miner::DeviceSet>(std::move(backends), std::move(spare));
    const std::lock_guard owner(owner_mutex_);
    if (!is_started_) return fail(Error{"this node does not mine yet, or no more"});
    if (auto started = next->start(*this); !started) return started;
    devices_.get().stop();
    rates_.replace([&] { next = devices_.replace(std::move(next)); });
    wake();
    return {};
}

void MiningLoop::wake() {
    const std::lock_guard lock(mutex_);
    is_awake_ = true;
    event_.notify_one();
}

bool MiningLoop::pause() {
    const bool is_new = !is_paused_.exchange(true);
    wake();
    return is_new;
}

bool MiningLoop::resume() {
    const bool is_new = is_paused_.exchange(false);
    wake();
    return is_new;
}

void MiningLoop::set_payee(const std::string& address) {
    {
        const std::lock_guard lock(mutex_);
        wishes_.payee = address;
    }
    wake();
}

void MiningLoop::set_min_block_interval(std::chrono::milliseconds interval) {
    {
        const std::lock_guard lock(mutex_);
        wishes_.min_block_interval = interval;
        wishes_.interval_spread = interval / 10;
    }
    wake();
}

MiningLoop::Wishes MiningLoop::wishes() const {
    const std::lock_guard lock(mutex_);
    return wishes_;
}

void MiningLoop::on_find(const std::shared_ptr<const miner::Job>& job, const miner::Hit& hit) {
    put({job->generation, finished_header(*job, hit)});
}

void MiningLoop::take(stratum::FoundBlock found) {
    put({found.generation, std::move(found.header), std::move(found.make), std::move(found.worker)});
}

void MiningLoop::put(Find find) {
    const std::lock_guard lock(mutex_);
    // Two devices may find at once; the later job counts, and of one job the first.
    if (find_ && find_->generation >= find.generation) return;
    find_ = std::move(find);
    is_awake_ = true;
    event_.notify_one();
}

void MiningLoop::on_failure(std::string_view backend, const Error& error) {
    devices_.note_failure(backend, error, log_);
    wake();
}

void MiningLoop::run(const std::stop_token& stop) {
    last_report_ = clock_.steady_now();
    while (!stop.stop_requested()) {
        sample_hashrate();
        wait_until(stop, step());
    }
    rest();
}

void MiningLoop::wait_until(const std::stop_token& stop, SteadyTime time) {
    std::unique_lock lock(mutex_);
    event_.wait_until(lock, stop, time, [this] { return is_awake_; });
    is_awake_ = false;
}

MiningLoop::SteadyTime MiningLoop::step() {
    const SteadyTime now = clock_.steady_now();
    const auto tip = chain_->tip();
    if (is_paused_) {
        wait_paused(tip);
        return now + kSamplePeriod;
    }
    if (is_finished_ || chain_->failure() || !can_search() || !tip) {
        rest();
        forget_tips();
        return now + kTick;
    }
    if (refused_tip_ != tip) refused_tip_.reset();
    take_find();
    // Before better fees are looked for: where they come faster than blocks, none would ever be handed in.
    const SteadyTime due = due_after(tip);
    const bool is_found = work_ && work_->tip == tip && work_->found;
    if (is_found && now >= due) {
        submit();
        return clock_.steady_now() + kTick;
    }
    const SteadyTime next = is_outdated(tip) ? begin_work(tip) : now + kTick;
    return is_found ? std::min(next, due) : next;
}

// A find of the last moment counts, too; that of another tip does not, and would hold the store as it was then.
void MiningLoop::wait_paused(const std::shared_ptr<const state::Tip>& tip) {
    take_find();
    stop_search();
    if (work_) work_->is_searched = false;
    if (!work_ || work_->tip != tip) forget_tips();
}

MiningLoop::SteadyTime MiningLoop::due_after(const std::shared_ptr<const state::Tip>& tip) {
    if (std::exchange(paced_tip_, tip) != tip) drawn_ = options_.draw();
    const Wishes wishes = this->wishes();
    const auto most = static_cast<std::uint64_t>(wishes.interval_spread.count());
    return tip->since + wishes.min_block_interval + std::chrono::milliseconds(drawn_ % (most + 1));
}

bool MiningLoop::is_outdated(const std::shared_ptr<const state::Tip>& tip) const {
    if (!work_ || work_->tip != tip) return true;
    if (work_->found && others_ != nullptr) return false;  // who has found it would lose it to somebody else
    const SteadyTime now = clock_.steady_now();
    if (!work_->found) {
        if (!work_->is_searched || work_->payee != wishes().payee || now - work_->since >= kOldestJob) return true;
        if (now - work_->since < kFeePause) return false;
    }
    const mempool::Selection best = select(tip);
    return best.tip == tip && (total_fees(best) > work_->made.fees ||
                               best.transactions.size() + 1 > work_->made.block.transactions.size());
}

MiningLoop::SteadyTime MiningLoop::begin_work(const std::shared_ptr<const state::Tip>& tip) {
    const auto choice = miner::choose_window(tip->block.timestamp.to_double(), clock_.wall_now());
    const SteadyTime now = clock_.steady_now();
    if (std::holds_alternative<miner::ParentTooFarAhead>(choice)) {
        rest();
        if (!std::exchange(has_warned_of_clock_, true))
            log_.warn(
                "the tip is nearly two hours or more ahead of this machine's clock: nothing is mined on top of it "
                "until then. Is the clock right?");
        return now + kRetry;
    }
    has_warned_of_clock_ = false;
    if (const auto* wait = std::get_if<miner::Wait>(&choice)) {
        rest();
        return now + wait->duration;
    }
    const mempool::Selection selection = select(tip);
    if (selection.tip != tip) {  // the pool is a moment ahead of what is published
        rest();
        return now + 1ms;
    }
    std::optional<Found> found;
    if (work_ && work_->tip == tip) found = std::move(work_->found);
    const std::string payee = wishes().payee;
    work_ = Work{tip, make_template(selection, payee, clock_.wall_now()), payee, ++generation_, now, std::move(found)};
    const auto job = std::make_shared<const miner::Job>(
        miner::make_job(generation_, work_->made.block.header, std::get<miner::SearchWindow>(choice)));
    search(job);
    return now + kTick;
}

void MiningLoop::take_find() {
    std::optional<Find> find;
    {
        const std::lock_guard lock(mutex_);
        find = std::exchange(find_, std::nullopt);
    }
    if (!find || !work_ || !is_welcome(*find)) return;
    work_->found = Found{find->make ? find->make() : with_header(work_->made.block, find->header),
                         std::move(find->worker), find->generation};
    stop_search();
}

// Of one template the first find counts; that of a later one pays more. What a worker finds may be of an earlier one of
// the same tip, since his way to us is long. What was refused once would be refused again.
bool MiningLoop::is_welcome(const Find& find) const {
    if (work_->found && work_->found->generation >= find.generation) return false;
    if (find.generation <= refused_generation_) return false;
    if (find.generation == work_->generation) return true;
    return find.make && find.header.previous_hash == work_->made.block.header.previous_hash;
}

bool MiningLoop::can_search() const { return is_mining() || (is_started_ && !is_paused_ && others_ != nullptr); }

void MiningLoop::search(std::shared_ptr<const miner::Job> job) {
    if (others_ != nullptr) {
        auto block = std::make_shared<const chain::Block>(work_->made.block);
        others_->on_work(std::make_shared<const stratum::Work>(job->generation, std::move(block), job->window,
                                                               work_->tip == refused_tip_));
    }
    devices_.set_job(std::move(job));
}

void MiningLoop::stop_search() {
    if (others_ != nullptr) others_->on_work(nullptr);
    devices_.set_job(nullptr);
}

void MiningLoop::submit() {
    const Found found = *work_->found;
    const state::Outcome outcome = chain_->submit(found.block, state::BlockOrigin::miner);
    if (std::holds_alternative<state::Busy>(outcome)) return;  // it is tried again
    if (std::holds_alternative<chain::Rejection>(outcome)) {
        refused_tip_ = work_->tip;
        refused_generation_ = generation_;
    }
    work_.reset();
    stop_search();  // better fees may have made another job of it meanwhile
    note(outcome, found);
}

// Where our own block was refused, something that it took from the pool may be to blame: the next one on that tip goes
// without.
mempool::Selection MiningLoop::select(const std::shared_ptr<const state::Tip>& tip) const {
    if (tip == refused_tip_) return {tip, {}};
    return mempool_.select(mempool::kMaxTemplateTransactions, mempool::kMaxTemplateBytes);
}

void MiningLoop::note(const state::Outcome& outcome, const Found& found) {
    mined_.note(outcome, found.block, found.worker);
    if (!std::holds_alternative<state::Accepted>(outcome)) return;
    if (!found.worker.empty()) others_->on_accepted(found.worker);
    if (options_.block_limit && mined_.blocks().accepted >= *options_.block_limit) is_finished_ = true;
}

// A tip holds the store as it was then.
void MiningLoop::forget_tips() {
    work_.reset();
    refused_tip_.reset();
    paced_tip_.reset();
}

// A find that waits for its time stays.
void MiningLoop::rest() {
    if (!work_) return;
    if (!work_->found) work_.reset();
    stop_search();
}

void MiningLoop::sample_hashrate() {
    const SteadyTime now = clock_.steady_now();
    if (now - last_sample_ < kSamplePeriod) return;
    last_sample_ = now;
    rates_.sample();
    if (is_mining() && now - last_report_ >= options_.report_period) report_hashrate(now);
}

void MiningLoop::report_hashrate(SteadyTime now) {
    last_report_ = now;
    log_.info(rates_text(rates_.total(), rates_.of_each()));
}

}  // namespace chaincore::node
