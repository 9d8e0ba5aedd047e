// SPDX-License-Identifier: MIT
// How long it takes from the moment when a searcher says what it has found until the last of eight peers has the block,
// on the way of every mined block: mining loop, chain thread, a synced write, outboxes, loopback. The store lies in the
// working directory. A peer has the block when its last byte is in the peer's socket. The cores are idle (0), or all of
// them mine for the node, whose searchers rest from a find until there is a new tip (1), or another miner has them,
// which never rests (2).

#include "block_sinks.hpp"
#include "chaincore/mempool/mempool.hpp"
#include "chaincore/miner/cpu_backend.hpp"
#include "chaincore/state/chain_thread.hpp"
#include "chaincore/storage/chain_database.hpp"
#include "chaincore/util/check.hpp"
#include "chaincore/util/clock.hpp"
#include "chaincore/util/log.hpp"
#include "node/followers.hpp"
#include "node/genesis_maker.hpp"
#include "node/mining_loop.hpp"
#include "node/peering.hpp"
#include "scratch_directory.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <optional>
#include <vector>

namespace chaincore::bench {
namespace {

using namespace std::chrono_literals;
using Time = BlockSinks::Time;
using Milliseconds = std::chrono::duration<double, std::milli>;

constexpr std::size_t kPeers = 8;
constexpr std::int64_t kBlocks = 200;
// What the cores do meanwhile.
constexpr std::int64_t kIdle = 0;
constexpr std::int64_t kMining = 1;
constexpr std::int64_t kTaken = 2;
constexpr const char* kPayee = "1BoatSLRHtKNngkdXEeobR76b53LETtpyT";

const chain::NetworkParams kParams = chain::classic_params(1);

class NobodyListens final : public miner::BackendListener {
    void on_find(const std::shared_ptr<const miner::Job>&, const miner::Hit&) override {}
    void on_failure(std::string_view, const Error&) override {}
};

// All cores search what nobody finds.
class Searchers {
public:
    Searchers() {
        auto made = miner::make_cpu_backend({}, std::make_shared<miner::WorkSource>(0));
        CHAINCORE_CHECK(made.has_value());
        backend_ = *std::move(made);
        CHAINCORE_CHECK(backend_->start(listener_).has_value());
    }
    ~Searchers() { backend_->stop(); }

    // nullptr: they rest.
    void search(const miner::Job* job) {
        if (job == nullptr) return backend_->set_job(nullptr);
        chain::BlockHeader header = job->header;
        header.target_difficulty = chain::Number{std::uint64_t{64}};
        backend_->set_job(
            std::make_shared<const miner::Job>(miner::make_job(job->generation, std::move(header), job->window)));
    }

private:
    NobodyListens listener_;
    std::unique_ptr<miner::Backend> backend_;
};

// Finds when it is told to. With searchers it keeps the cores as busy as the CPU's backend does.
class PlantedBackend final : public miner::Backend {
public:
    explicit PlantedBackend(bool searches) {
        if (searches) searchers_.emplace();
    }
    std::string_view name() const override { return "planted"; }
    Result<void, Error> start(miner::BackendListener& listener) override {
        listener_ = &listener;
        return {};
    }
    void set_job(std::shared_ptr<const miner::Job> job) override {
        if (searchers_) searchers_->search(job.get());
        const std::lock_guard lock(mutex_);
        job_ = std::move(job);
        changed_.notify_all();
    }
    void stop() override {}
    std::vector<miner::DeviceCounters> counters() const override { return {{"planted", "none", 0}}; }

    std::shared_ptr<const miner::Job> wait_for_job_at(std::uint64_t height) {
        std::unique_lock lock(mutex_);
        CHAINCORE_CHECK(
            changed_.wait_for(lock, 60s, [&] { return job_ && job_->header.height == chain::Number{height}; }));
        return job_;
    }
    // The moment when the mining loop hears of it.
    Time find_block(std::uint64_t height) {
        const auto job = wait_for_job_at(height);
        miner::Hit hit{miner::kLowestNonce, job->window.first};
        while (!solves(*job, candidate_hash(*job, hit))) ++hit.nonce;
        const Time now = std::chrono::system_clock::now();
        listener_->on_find(job, hit);
        return now;
    }

private:
    std::optional<Searchers> searchers_;
    miner::BackendListener* listener_ = nullptr;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::shared_ptr<const miner::Job> job_;
};

// Tells when a block was on disk.
class StampedFollowers final : public state::ChainListener {
public:
    explicit StampedFollowers(node::Followers& followers) : followers_(followers) {}
    void on_committed(const state::ChainChange& change) override {
        on_disk_ = std::chrono::system_clock::now();
        followers_.on_committed(change);
    }
    void on_published(const state::ChainChange& change) override { followers_.on_published(change); }
    Time on_disk() const { return on_disk_; }

private:
    node::Followers& followers_;
    std::atomic<Time> on_disk_{};
};

// All that a node's block passes through, and eight peers.
class MiningNode {
public:
    explicit MiningNode(bool searches) {
        auto opened = storage::ChainDatabase::open(directory_.path() / "store", {chain::Network::classic, 1},
                                                   storage::OpenMode::create);
        CHAINCORE_CHECK(opened.has_value());
        database_.emplace(*std::move(opened));
        auto state = state::ChainState::open(*database_, kParams, clock_, log_);
        CHAINCORE_CHECK(state.has_value());
        mempool_.emplace((*state)->tip(), mempool::PoolLimits{}, (*state)->signatures());
        auto backend = std::make_unique<PlantedBackend>(searches);
        planted_ = backend.get();
        node::MiningLoop::Backends backends;
        backends.push_back(std::move(backend));
        node::MiningOptions options;
        options.address = kPayee;
        mining_.emplace(std::move(options), std::move(backends), *mempool_, clock_, log_);
        followers_.emplace(*mempool_, *mining_, reorgs_, *peering_, log_);
        stamped_.emplace(*followers_);
        chain_.emplace(*std::move(state), kParams, clock_, *stamped_);
        peering_->attach(*chain_, std::nullopt, std::nullopt);
        peering_->start();
        while (peering_->active_count() < kPeers) clock_.sleep_for(10ms);
        auto genesis = node::make_genesis(kParams, clock_);
        CHAINCORE_CHECK(genesis && std::holds_alternative<state::Accepted>(
                                       chain_->submit(*std::move(genesis), state::BlockOrigin::sync)));
        chain_->settle();
        CHAINCORE_CHECK(mining_->prepare().has_value());
        mining_->start(*chain_);
    }
    ~MiningNode() {
        mining_->stop();
        peering_->stop();
        chain_->stop();
    }

    std::shared_ptr<const miner::Job> job() { return planted_->wait_for_job_at(height_ + 1); }

    struct Times {
        Milliseconds on_disk;
        Milliseconds at_first_peer;
        Milliseconds at_last_peer;
    };
    Times mine() {
        const Time found = planted_->find_block(++height_);
        const auto arrivals = sinks_.wait_for_blocks(height_ * kPeers);
        const auto begin = arrivals.begin() + static_cast<std::ptrdiff_t>((height_ - 1) * kPeers);
        const auto [first, last] = std::minmax_element(begin, arrivals.end());
        const Times times{stamped_->on_disk() - found, *first - found, *last - found};
        while (!peering_->has_told_peers()) clock_.sleep_for(1ms);
        clock_.sleep_for(10ms);
        return times;
    }

private:
    net::PeerManagerOptions peer_options() const {
        net::PeerManagerOptions options;
        options.configured = sinks_.endpoints();
        options.discovers = false;
        options.file = directory_.path() / "peers.json";
        options.instance_id = "relay_bench";
        return options;
    }

    const ScratchDirectory directory_{"relay_bench"};
    const util::SystemClock clock_;
    util::NullLog log_;
    BlockSinks sinks_{kPeers};
    std::optional<node::Peering> peering_{std::in_place, peer_options(), clock_, log_};
    std::optional<storage::ChainDatabase> database_;
    std::optional<mempool::Mempool> mempool_;
    PlantedBackend* planted_ = nullptr;
    std::optional<node::MiningLoop> mining_;
    node::ReorgLog reorgs_{nullptr, clock_};
    std::optional<node::Followers> followers_;
    std::optional<StampedFollowers> stamped_;
    std::optional<state::ChainThread> chain_;
    std::uint64_t height_ = 0;
};

double percentile(std::vector<Milliseconds> times, std::size_t percent) {
    std::sort(times.begin(), times.end());
    return times[std::min(times.size() - 1, times.size() * percent / 100)].count();
}

void found_to_last_peer(benchmark::State& state) {
    const std::int64_t cores = state.range(0);
    MiningNode node(cores == kMining);
    std::optional<Searchers> others;
    if (cores == kTaken) others.emplace().search(node.job().get());
    std::vector<Milliseconds> on_disk;
    std::vector<Milliseconds> after_disk;
    std::vector<Milliseconds> first;
    std::vector<Milliseconds> last;
    for (int i = 0; i < 10; ++i) node.mine();  // memory, threads
    for (auto _ : state) {
        const auto times = node.mine();
        on_disk.push_back(times.on_disk);
        first.push_back(times.at_first_peer);
        last.push_back(times.at_last_peer);
        after_disk.push_back(times.at_last_peer - times.on_disk);
        state.SetIterationTime(std::chrono::duration<double>(times.at_last_peer).count());
    }
    for (const auto& [name, times] :
         {std::pair{"disk", &on_disk}, {"first", &first}, {"last", &last}, {"disk_to_last", &after_disk}}) {
        state.counters[std::string(name) + "_p50_ms"] = percentile(*times, 50);
        state.counters[std::string(name) + "_p99_ms"] = percentile(*times, 99);
    }
}

BENCHMARK(found_to_last_peer)
    ->ArgName("cores")
    ->Arg(kIdle)
    ->Arg(kMining)
    ->Arg(kTaken)
    ->Iterations(kBlocks)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace chaincore::bench
