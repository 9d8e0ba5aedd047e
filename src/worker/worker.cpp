// SPDX-License-Identifier: MIT
#include "chaincore/worker/worker.hpp"

#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/miner/job.hpp"
#include "chaincore/miner/search_window.hpp"
#include "chaincore/net/http_client.hpp"
#include "worker/inbox.hpp"
#include "worker/node_choice.hpp"
#include "worker/offer.hpp"
#include "worker/parent.hpp"
#include "worker/remote_search.hpp"
#include "worker/tally.hpp"
#include "worker/work.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <atomic>
#include <thread>
#include <utility>

namespace chaincore::worker {
namespace {

using namespace std::chrono_literals;
using SteadyTime = std::chrono::steady_clock::time_point;

// How soon a block is handed in again to a node that is busy.
constexpr auto kBusyPause = 500ms;
// Of a second, in microseconds: windows below are searched for a moment only.
constexpr std::uint32_t kNarrow = 500'000;

}  // namespace

class Worker::Impl final : public Search {
public:
    Impl(WorkerOptions options, Nodes nodes, std::unique_ptr<miner::DeviceSet> devices, const util::Clock& clock,
         util::Log& log)
        : Search(std::move(devices), options.periods.report, log),
          options_(std::move(options)),
          nodes_(std::move(nodes)),
          clock_(clock),
          choice_(nodes_.size()),
          troubles_(nodes_.size()),
          tally_(log) {}

    void on_find(const std::shared_ptr<const miner::Job>& job, const miner::Hit& hit) override {
        inbox_.put({job->generation, finished_header(*job, hit)});
    }

private:
    void wake() override { inbox_.wake(); }

    void run(const std::stop_token& stop) override {
        stop_ = stop;
        const std::stop_callback end_call(stop, [this] { inbox_.end_call(); });
        rates_.begin(clock_.steady_now());
        while (!has_ended(stop)) {
            if (rates_.look(clock_.steady_now())) tally_.report(rates_.rates());
            const SteadyTime next = is_paused() ? rest() : step();
            inbox_.wait_until(stop, std::min(next, rates_.next()));
        }
        devices_->set_job(nullptr);
    }

    // What was found and not handed in is lost; the next template comes at once where it goes on.
    SteadyTime rest() {
        if (work_) drop_job();
        return rates_.next();
    }

    // Does what is due and says when there is more to do.
    SteadyTime step() {
        take_find();
        const SteadyTime now = clock_.steady_now();
        if (holds_find() && now >= due()) {
            hand_in();
            return now;
        }
        if (const auto node = node_due(now)) {
            turn_to(*node);
            return now;
        }
        if (!work_) return choice_.next_due();
        tend(now);
        return work_ ? std::min(work_->next_task(due()), next_turn()) : now;
    }

    bool holds_find() const { return work_ && work_->found; }

    // An earlier node may have another chain, for which what is found is worth nothing: it has to wait for the find.
    std::optional<std::size_t> node_due(SteadyTime now) const { return holds_find() ? std::nullopt : choice_.due(now); }
    SteadyTime next_turn() const { return holds_find() ? SteadyTime::max() : choice_.next_due(); }

    SteadyTime due() const { return std::max(parent_.since() + options_.min_block_interval + drawn_, work_->next_try); }

    void tend(SteadyTime now) {
        if (now >= work_->next_template(due())) return turn_to(work_->node);
        if (now >= work_->next_job) return begin_job();
        if (now >= work_->next_look) look();
    }

    // Is the parent still the tip?
    void look() {
        const std::stop_token stop = inbox_.begin_call(stop_);
        const auto status = nodes_[work_->node]->status(stop);
        if (stop.stop_requested()) return;  // there is something better to do; it is asked again
        if (!status) return give_up(work_->node, status.error().message);
        work_->next_look = clock_.steady_now() + look_period();
        if (!continues(work_->offer.block, *status)) drop_job();
    }

    void turn_to(std::size_t node) {
        const std::stop_token stop = inbox_.begin_call(stop_);
        auto offer = ask_for_work(*nodes_[node], options_.payee, template_deadline(node), stop);
        if (stop.stop_requested()) return;
        if (!offer) return give_up(node, offer.error().message);
        // Known before the node counts as one that answers: it would be asked again at once, for ever.
        if (is_too_far_ahead(parent_.timestamp_behind(offer->block))) return give_up(node, too_far_ahead(node));
        take(node, *std::move(offer));
    }

    // While there is work for another node, whose tip is to be looked at meanwhile, one that hangs must not hold us up.
    std::chrono::milliseconds template_deadline(std::size_t node) const {
        return work_ && work_->node != node ? net::kQuickDeadline : kTemplateDeadline;
    }

    void take(std::size_t node, Offer offer) {
        note_success(node, offer.block);
        const SteadyTime now = clock_.steady_now();
        if (parent_.note(offer.block, now)) drawn_ = draw();
        const bool is_same_place = work_ && are_at_the_same_place(work_->offer.block, offer.block);
        const bool is_good_for_longer = work_ && (work_->found || (work_->is_searched && now < work_->replaced_at));
        const bool is_kept =
            is_same_place && work_->node == node && is_good_for_longer && !pays_more(offer.block, work_->offer.block);
        if (!is_kept) replace_work(node, std::move(offer), is_same_place);
        work_->next_look = now + look_period();
        work_->next_offer = now + offer_period();
        settle_doubt();
        if (work_ && !is_kept) begin_job();
    }

    void replace_work(std::size_t node, Offer offer, bool keeps_find) {
        Work next;
        next.node = node;
        next.offer = std::move(offer);
        next.replaced_at = clock_.steady_now() + options_.periods.oldest_job;
        if (keeps_find) {
            next.found = std::move(work_->found);
            next.is_told = work_->is_told;
            next.is_last_try = work_->is_last_try;
        }
        work_ = std::move(next);
    }

    bool is_era_b() const { return work_->offer.dialect == net::Dialect::b; }
    std::chrono::milliseconds look_period() const {
        return is_era_b() ? options_.periods.look_of_b : options_.periods.look;
    }
    std::chrono::milliseconds offer_period() const {
        return is_era_b() ? options_.periods.offer_of_b : options_.periods.offer;
    }

    std::chrono::milliseconds draw() const {
        const auto most = static_cast<std::uint64_t>(options_.interval_spread.count());
        return std::chrono::milliseconds(options_.draw() % (most + 1));
    }

    bool is_too_far_ahead(double parent_timestamp) const {
        return std::holds_alternative<miner::ParentTooFarAhead>(
            miner::choose_window(parent_timestamp, clock_.wall_now()));
    }

    std::string too_far_ahead(std::size_t node) const {
        return url_of(node) +
               ": the template's time is nearly two hours or more ahead of this machine's clock. Which of the two is "
               "right?";
    }

    void begin_job() {
        const auto choice = miner::choose_window(parent_.timestamp(), clock_.wall_now());
        const SteadyTime now = clock_.steady_now();
        if (std::holds_alternative<miner::ParentTooFarAhead>(choice))
            return give_up(work_->node, too_far_ahead(work_->node));
        if (const auto* wait = std::get_if<miner::Wait>(&choice)) {
            stop_search();
            work_->next_job = now + wait->duration;
            return;
        }
        const auto& window = std::get<miner::SearchWindow>(choice);
        work_->generation = ++generation_;
        work_->is_searched = true;
        const bool is_narrow = window.last - window.first < kNarrow;
        work_->next_job = is_narrow ? now + options_.periods.narrow_job : work_->replaced_at;
        devices_->set_job(
            std::make_shared<const miner::Job>(miner::make_job(generation_, work_->offer.block.header, window)));
    }

    void stop_search() {
        devices_->set_job(nullptr);
        work_->is_searched = false;
        work_->next_job = SteadyTime::max();
    }

    // There is another tip.
    void drop_job() {
        stop_search();
        work_->drop_find();
        work_->next_offer = clock_.steady_now();
    }

    void take_find() {
        const auto find = inbox_.take();
        if (!find || !work_ || !work_->is_searched || find->generation != work_->generation) return;
        stop_search();
        work_->drop_find();
        work_->found = work_->offer.block;
        work_->found->header = find->header;
        work_->found->hash = header_hash(find->header).to_hex();
    }

    void hand_in() {
        const chain::Block block = *work_->found;
        const std::size_t node = work_->node;
        if (!std::exchange(work_->is_told, true)) tally_.found(block);
        parent_.note_own(block);
        const auto answer = nodes_[node]->hand_in(block, stop_);
        if (stop_.stop_requested()) return;
        if (!answer) return give_up(node, answer.error().message);
        if (answer->verdict == Verdict::busy)
            return wait_for_busy(fmt::format("{} is busy: {}", url_of(node), answer->words));
        const bool is_tried_again = answer->verdict == Verdict::failed && !work_->is_last_try;
        drop_job();
        note_verdict({block, node, answer->words, is_tried_again}, answer->verdict);
    }

    // Not for ever: another node may take the block, or this one after a pause.
    void wait_for_busy(const std::string& trouble) {
        const SteadyTime now = clock_.steady_now();
        if (!work_->busy_since) work_->busy_since = now;
        if (now >= *work_->busy_since + options_.periods.busy) return give_up(work_->node, trouble);
        log_.debug(trouble);
        work_->next_try = now + kBusyPause;
    }

    void note_verdict(Doubt handed_in, Verdict verdict) {
        switch (verdict) {
            case Verdict::accepted: return note_accepted(handed_in);
            case Verdict::stale: return tally_.stale(handed_in.block);
            case Verdict::refused: return note_refused(handed_in);
            case Verdict::busy:
            case Verdict::failed:
            case Verdict::unclear: break;
        }
        doubt_ = std::move(handed_in);
    }

    void note_accepted(const Doubt& handed_in) {
        tally_.accepted(handed_in.block, url_of(handed_in.node));
        if (options_.block_limit && tally_.accepted_blocks() >= *options_.block_limit) finish();
    }

    // Where one block was refused, the next one on the same parent would be.
    void note_refused(const Doubt& handed_in) {
        tally_.refused(handed_in.block, url_of(handed_in.node), handed_in.words);
        leave(handed_in.node, options_.periods.refused);
    }

    // The template that has just come stands on the block, beside it, or where it might have stood.
    void settle_doubt() {
        if (!doubt_) return;
        Doubt doubt = *std::exchange(doubt_, std::nullopt);
        const std::string& parent = work_->offer.block.header.previous_hash;
        if (parent == doubt.block.hash) return note_accepted(doubt);
        if (parent != doubt.block.header.previous_hash) return tally_.stale(doubt.block);
        const bool is_judged = !doubt.words.empty() && doubt.node == work_->node;
        if (is_judged && !doubt.is_tried_again) return note_refused(doubt);
        work_->found = std::move(doubt.block);  // handed in again
        work_->is_told = true;
        work_->is_last_try = is_judged;
    }

    void note_success(std::size_t node, const chain::Block& block) {
        if (choice_.current() != node)
            log_.info(fmt::format("mining block {} for {}", block.header.height.text(), url_of(node)));
        choice_.succeeded(node);
        troubles_[node].clear();
    }

    // Said once, until the node answers or something else is wrong with it.
    void give_up(std::size_t node, const std::string& trouble) {
        const bool is_known = std::exchange(troubles_[node], trouble) == trouble;
        log_.write(is_known ? util::LogLevel::debug : util::LogLevel::warn,
                   trouble + "; nothing is mined for this node until that is over");
        leave(node);
    }

    void leave(std::size_t node, std::chrono::milliseconds shortest_pause = {}) {
        choice_.failed(node, clock_.steady_now(), shortest_pause);
        if (!work_ || work_->node != node) return;
        stop_search();
        if (work_->found) doubt_ = Doubt{*std::move(work_->found), node, {}, false};
        work_.reset();
    }

    std::string url_of(std::size_t node) const { return nodes_[node]->url(); }

    const WorkerOptions options_;
    const Nodes nodes_;
    const util::Clock& clock_;

    // Worker's thread only.
    std::stop_token stop_;
    NodeChoice choice_;
    std::vector<std::string> troubles_;  // what was said last of each node; empty: nothing is wrong
    Parent parent_;
    std::chrono::milliseconds drawn_{0};  // on top of parent_
    std::optional<Work> work_;
    std::optional<Doubt> doubt_;
    std::uint64_t generation_ = 0;
    Tally tally_;

    Inbox inbox_;
};

Worker::Worker(WorkerOptions options, Nodes nodes, std::unique_ptr<miner::DeviceSet> devices, const util::Clock& clock,
               util::Log& log)
    : RemoteMiner(std::make_unique<Impl>(std::move(options), std::move(nodes), std::move(devices), clock, log)) {}

}  // namespace chaincore::worker
