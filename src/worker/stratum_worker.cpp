// SPDX-License-Identifier: MIT
#include "chaincore/worker/stratum_worker.hpp"

#include "chaincore/chain/in_quotes.hpp"
#include "worker/find_box.hpp"
#include "worker/line_connection.hpp"
#include "worker/node_choice.hpp"
#include "worker/remote_search.hpp"
#include "worker/rig_line.hpp"
#include "worker/rig_search.hpp"
#include "worker/share_tally.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <atomic>
#include <stop_token>
#include <thread>
#include <utility>

namespace chaincore::worker {
namespace {

using namespace std::chrono_literals;
using SteadyTime = std::chrono::steady_clock::time_point;

// Shares that wait for their answers: a node that is slower than we are is not to have more of them in its line.
constexpr std::size_t kMostUnanswered = 64;

}  // namespace

class StratumWorker::Impl final : public Search {
public:
    Impl(StratumOptions options, std::unique_ptr<miner::DeviceSet> devices, std::shared_ptr<miner::WorkSource> work,
         const util::Clock& clock, util::Log& log)
        : Search(std::move(devices), options.periods.report, log),
          options_(std::move(options)),
          work_(std::move(work)),
          clock_(clock),
          choice_(options_.nodes.size(), {options_.periods.first_pause, options_.periods.longest_pause}),
          troubles_(options_.nodes.size()),
          search_(*devices_, *work_, options_.draw, options_.periods.oldest_job),
          tally_(log) {}

    void on_find(const std::shared_ptr<const miner::Job>& job, const miner::Hit& hit) override {
        finds_.put({job, hit});
        loop_.wake();
    }

private:
    void wake() override { loop_.wake(); }

    // A line that is over, and why: another one may be called at once.
    struct Loss {
        std::string why;
        std::optional<std::chrono::seconds> dismissed_for;  // the node has asked for it
    };

    void run(const std::stop_token& stop) override {
        const std::stop_callback wake(stop, [this] { loop_.wake(); });
        rates_.begin(clock_.steady_now());
        while (!has_ended(stop)) {
            const SteadyTime now = clock_.steady_now();
            if (rates_.look(now)) tally_.report(rates_.rates());
            search_.set_paused(is_paused());
            step(now);
            loop_.run_until(std::min(due(), rates_.next()));
        }
        search_.drop();
    }

    void step(SteadyTime now) {
        if (call_) heed(call_, now);  // first: what it has to say when it takes the other's place is heard there
        if (line_) heed(line_, now);
        submit_finds(now);
        if (search_.drop_old(now))
            log_.info(fmt::format("{}: there has been no other job for {} s: the search rests", url_of(line_->node()),
                                  std::chrono::duration<double>(options_.periods.oldest_job).count()));
        if (!call_) call_next(now);
    }

    SteadyTime due() const {
        SteadyTime due = search_.due();
        if (line_) due = std::min(due, line_->due());
        return std::min(due, call_ ? call_->due() : choice_.next_due());
    }

    void call_next(SteadyTime now) {
        const auto node = choice_.due(now);
        if (!node) return;
        log_.debug("calling " + url_of(*node));
        call_ = std::make_unique<RigLine>(loop_, resolver_, *node, options_.nodes[*node], options_.user,
                                          options_.periods, now);
    }

    // line: line_ or call_, where the event may bring the one to the place of the other.
    void heed(std::unique_ptr<RigLine>& line, SteadyTime now) {
        while (line) {
            auto event = line->next(now);
            if (!event) return lose(line, {event.error().message, {}}, now);
            if (!*event) return;
            std::visit([&](auto& heard) { take(line, heard, now); }, **event);
        }
    }

    void take(std::unique_ptr<RigLine>&, std::monostate, SteadyTime) {}

    void take(std::unique_ptr<RigLine>& line, Authorized, SteadyTime) {
        log_.info(fmt::format("connected to {} as {}", url_of(line->node()), options_.user));
    }

    void take(std::unique_ptr<RigLine>& line, const NewDifficulty& heard, SteadyTime) {
        log_.info(
            fmt::format("{}: one in {} tries is a share from the next job on", url_of(line->node()), heard.difficulty));
    }

    void take(std::unique_ptr<RigLine>& line, std::shared_ptr<RigJob>& job, SteadyTime now) {
        turn_to(line, now);
        log_.debug(fmt::format("job {} of block {}", chain::in_quotes(job->id), job->job.header.height.text()));
        search_.begin(std::move(*job), now);
    }

    // Whoever has work for us is not left for a node that has none.
    void take(std::unique_ptr<RigLine>& line, Rest, SteadyTime now) {
        line->note_use(now);
        if (&line == &call_ && line_) return;
        turn_to(line, now);
        log_.debug(url_of(line_->node()) + " lets us rest until its next job");  // with an interval, after each block
        search_.rest();
    }

    void take(std::unique_ptr<RigLine>& line, const Dismissed& heard, SteadyTime now) {
        lose(line, {fmt::format("it asks us to come back in {} s", heard.pause.count()), heard.pause}, now);
    }

    void take(std::unique_ptr<RigLine>& line, const JudgedShare& heard, SteadyTime) {
        tally_.judged(heard, url_of(line->node()));
        if (options_.block_limit && tally_.accepted_blocks() >= *options_.block_limit) finish();
        if (line->unanswered() < kMostUnanswered) search_.go_on();
    }

    // The line is the one that is worked for from now on.
    void turn_to(std::unique_ptr<RigLine>& line, SteadyTime now) {
        line->note_use(now);
        troubles_[line->node()].clear();
        if (&line == &line_) return;
        if (line_) leave_for_an_earlier_one();
        line_ = std::move(line);
        choice_.turned_to(line_->node());
        log_.info("mining for " + url_of(line_->node()));
    }

    void leave_for_an_earlier_one() {
        log_.info("leaving " + url_of(line_->node()) + ": a node that comes before it is back");
        tally_.lost(line_->unanswered());
        search_.drop();
        line_.reset();
    }

    void lose(std::unique_ptr<RigLine>& line, const Loss& loss, SteadyTime now) {
        const std::size_t node = line->node();
        const auto used_since = line->used_since();
        // One that breaks off again and again is not called as one that works.
        if (used_since && now >= *used_since + options_.periods.longest_pause) choice_.succeeded(node);
        if (&line == &line_) {
            tally_.lost(line->unanswered());
            search_.drop();
        }
        line.reset();
        tell(node, loss);
        if (loss.dismissed_for)
            choice_.dismissed(
                node, now + std::max<std::chrono::milliseconds>(*loss.dismissed_for, options_.periods.first_pause));
        else
            choice_.failed(node, now, {}, stretch());
    }

    // Said once, until the node gives work or something else is wrong with it.
    void tell(std::size_t node, const Loss& loss) {
        const bool is_known = std::exchange(troubles_[node], loss.why) == loss.why;
        const auto level = loss.dismissed_for ? util::LogLevel::info : util::LogLevel::warn;
        log_.write(is_known ? util::LogLevel::debug : level,
                   fmt::format("{}: {}; nothing is mined for this node until that is over", url_of(node), loss.why));
    }

    // 0.75 to 1.25.
    double stretch() const { return 0.75 + static_cast<double>(options_.draw() % 501) / 1000; }

    void submit_finds(SteadyTime now) {
        const auto finds = finds_.take();
        if (finds.empty()) return;
        if (!line_) return tally_.lost(finds.size());
        for (const FoundHit& find : finds) {
            auto share = search_.judge(find);
            if (!share) continue;
            tally_.found(*share);
            line_->submit(*std::move(share), now);
        }
        if (line_->unanswered() < kMostUnanswered) search_.go_on();
    }

    std::string url_of(std::size_t node) const { return net::stratum_url(options_.nodes[node]); }

    const StratumOptions options_;
    const std::shared_ptr<miner::WorkSource> work_;
    const util::Clock& clock_;
    EventLoop loop_;
    net::Resolver resolver_;
    FindBox finds_;

    // The worker's thread only.
    NodeChoice choice_;
    std::vector<std::string> troubles_;  // what was said last of each node; empty: nothing is wrong
    std::unique_ptr<RigLine> line_;      // to the node that is worked for; nullptr: there is none
    std::unique_ptr<RigLine> call_;      // to one that comes before it in the list, or to any where there is none
    RigSearch search_;
    ShareTally tally_;
};

StratumWorker::StratumWorker(StratumOptions options, std::unique_ptr<miner::DeviceSet> devices,
                             std::shared_ptr<miner::WorkSource> work, const util::Clock& clock, util::Log& log)
    : RemoteMiner(std::make_unique<Impl>(std::move(options), std::move(devices), std::move(work), clock, log)) {}

}  // namespace chaincore::worker
