// SPDX-License-Identifier: MIT
// Keeps the devices busy: a job for every new tip, better fees or later second, and what they find goes the way of
// every block. A thread of its own; any thread may call it.
#pragma once

#include "chaincore/mempool/mempool.hpp"
#include "chaincore/mempool/template_builder.hpp"
#include "chaincore/miner/device_set.hpp"
#include "chaincore/state/chain_thread.hpp"
#include "chaincore/stratum/work.hpp"
#include "chaincore/util/clock.hpp"
#include "chaincore/util/log.hpp"
#include "chaincore/util/random.hpp"
#include "node/current_devices.hpp"
#include "node/mined_tally.hpp"
#include "node/search_rates.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace chaincore::node {

struct MiningOptions {
    std::string address;
    std::chrono::milliseconds min_block_interval{0};
    std::optional<std::uint64_t> block_limit;
    // Up to so much is added at random: of nodes that all have a block in hand and wait for the same moment, one is
    // first then, and the others follow it instead of splitting the chain.
    std::chrono::milliseconds interval_spread{0};
    // From any number one of these moments is made. Loop's thread.
    std::function<std::uint64_t()> draw = util::random_number;
    // How often the log says how fast it goes.
    std::chrono::milliseconds report_period{60'000};
};

// Those who search the same on other machines. Whatever they find is handed in with MiningLoop::take.
class OtherSearchers {
public:
    virtual ~OtherSearchers() = default;
    // What is searched from now on; nullptr: nothing. The loop's thread.
    virtual void on_work(std::shared_ptr<const stratum::Work> work) = 0;
    // A block of that worker's is on the chain. The loop's thread.
    virtual void on_accepted(const std::string& worker) = 0;
};

class MiningLoop final : public miner::BackendListener {
public:
    using Backends = miner::DeviceSet::Backends;

    // Everything that is handed in must outlive it.
    // spare: rests until all the others have failed; nullptr: there is none.
    MiningLoop(MiningOptions options, Backends backends, const mempool::Mempool& mempool, const util::Clock& clock,
               util::Log& log, std::unique_ptr<miner::Backend> spare = nullptr);
    ~MiningLoop() override;

    // Before the start; they must outlive it. They search where there is no device, too.
    void share_with(OtherSearchers& others) { others_ = &others; }
    // What one of them has found goes the way of every find. Any thread.
    void take(stratum::FoundBlock found);

    // Once: starts the backends and measures them for a moment, all at once as they will mine, but for the spare one.
    Result<void, Error> prepare();
    // What was measured then: tries per second of each, in the order of counters().
    const std::vector<double>& first_rates() const { return first_rates_; }
    // Once, after that. The chain must have a genesis. Without devices it begins only where somebody is paid, since
    // others may be put in their place, or where others search.
    void start(state::ChainThread& chain);
    // Idempotent.
    void stop();

    // Others search from now on; the ones that are there have stopped once it returns. A find of theirs counts until
    // then. Only between start() and stop(). An error: they do not start, and nothing has changed.
    Result<void, Error> replace_devices(Backends backends, std::unique_ptr<miner::Backend> spare);
    bool is_started() const { return is_started_; }
    // Has no device failed, of those that search now?
    bool is_whole() const { return devices_.is_whole(); }

    // There is a new tip, perhaps.
    void wake();

    // Searching rests at once, and what was found and not handed in waits: it counts after resume(), where the tip is
    // still the same. Before the start it begins paused.
    // False: it was so already.
    bool pause();
    bool resume();
    bool is_paused() const { return is_paused_; }

    // For templates made from now on; a block that is found already pays whom it was made for.
    void set_payee(const std::string& address);
    // Of the tip that is there, too.
    void set_min_block_interval(std::chrono::milliseconds interval);

    bool is_mining() const { return is_started_ && !is_paused_ && devices_.is_any_left(); }
    bool is_finished() const { return is_finished_.load(); }
    // How fast its devices go.
    const SearchRates& rates() const { return rates_; }
    MinedBlocks mined_blocks() const { return mined_.blocks(); }
    std::string address() const { return wishes().payee; }
    // Since they were taken up.
    std::vector<miner::DeviceCounters> counters() const { return devices_.counters(); }

    // Searchers' threads.
    void on_find(const std::shared_ptr<const miner::Job>& job, const miner::Hit& hit) override;
    void on_failure(std::string_view backend, const Error& error) override;

private:
    using SteadyTime = std::chrono::steady_clock::time_point;

    struct Find {
        std::uint64_t generation = 0;
        chain::BlockHeader header;
        std::function<chain::Block()> make = {};  // a worker's block, which pays whom he says
        std::string worker = {};                  // empty: a device of our own has found it
    };
    struct Found {
        chain::Block block;
        std::string worker;
        std::uint64_t generation = 0;
    };
    // What is searched on top of a tip, and what was found there and waits for its time: a better paid template is
    // searched meanwhile.
    struct Work {
        std::shared_ptr<const state::Tip> tip;
        mempool::Template made;
        std::string payee;
        std::uint64_t generation = 0;
        SteadyTime since;
        std::optional<Found> found;
        bool is_searched = true;
    };

    bool can_search() const;
    void put(Find find);
    void search(std::shared_ptr<const miner::Job> job);
    void stop_search();
    bool is_welcome(const Find& find) const;
    void run(const std::stop_token& stop);
    // Does what is due and says when there is more to do.
    SteadyTime step();
    void wait_paused(const std::shared_ptr<const state::Tip>& tip);
    SteadyTime due_after(const std::shared_ptr<const state::Tip>& tip);
    bool is_outdated(const std::shared_ptr<const state::Tip>& tip) const;
    SteadyTime begin_work(const std::shared_ptr<const state::Tip>& tip);
    void take_find();
    void submit();
    mempool::Selection select(const std::shared_ptr<const state::Tip>& tip) const;
    void note(const state::Outcome& outcome, const Found& found);
    void rest();
    void forget_tips();
    void sample_hashrate();
    void report_hashrate(SteadyTime now);
    void wait_until(const std::stop_token& stop, SteadyTime time);

    // What can be changed while it runs.
    struct Wishes {
        std::string payee;
        std::chrono::milliseconds min_block_interval{0};
        std::chrono::milliseconds interval_spread{0};
    };
    Wishes wishes() const;

    const MiningOptions options_;
    CurrentDevices devices_;
    SearchRates rates_;
    MinedTally mined_;
    const mempool::Mempool& mempool_;
    const util::Clock& clock_;
    util::Log& log_;
    state::ChainThread* chain_ = nullptr;
    OtherSearchers* others_ = nullptr;
    std::vector<double> first_rates_;

    // Loop's thread only.
    std::optional<Work> work_;
    std::uint64_t generation_ = 0;
    std::shared_ptr<const state::Tip> refused_tip_;  // on which our own block was refused
    std::uint64_t refused_generation_ = 0;           // the last one before that
    std::shared_ptr<const state::Tip> paced_tip_;
    std::uint64_t drawn_ = 0;  // for paced_tip_
    bool has_warned_of_clock_ = false;
    SteadyTime last_sample_{};
    SteadyTime last_report_{};

    std::atomic<bool> is_started_ = false;
    std::atomic<bool> is_paused_ = false;
    std::atomic<bool> is_finished_ = false;

    std::mutex owner_mutex_;  // held by whoever starts, replaces or stops devices; before mutex_
    mutable std::mutex mutex_;
    std::condition_variable_any event_;
    Wishes wishes_;             // guarded by mutex_
    bool is_awake_ = false;     // guarded by mutex_
    std::optional<Find> find_;  // guarded by mutex_
    std::jthread thread_;
};

}  // namespace chaincore::node
