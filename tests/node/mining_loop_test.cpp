// SPDX-License-Identifier: MIT
#include "node/mining_loop.hpp"

#include "chaincore/chain/canonical_json.hpp"
#include "node/loop_fixture.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace chaincore::node {
namespace {

using namespace std::chrono_literals;

using test::FakeBackend;

// One of several devices that share a core: it sees how many are at it whenever its tries are asked for.
class SharingBackend final : public miner::Backend {
public:
    explicit SharingBackend(std::atomic<int>& searching) : searching_(searching) {}
    std::string_view name() const override { return "sharing"; }
    Result<void, Error> start(miner::BackendListener&) override { return {}; }
    void set_job(std::shared_ptr<const miner::Job> job) override { searching_ += job ? 1 : -1; }
    void stop() override {}
    std::vector<miner::DeviceCounters> counters() const override {
        most_at_once_ = std::max(most_at_once_, searching_.load());
        return {{"core", "none", 0}};
    }
    int most_at_once() const { return most_at_once_; }

private:
    std::atomic<int>& searching_;
    mutable int most_at_once_ = 0;
};

// Waits for a line.
class AwaitedLog final : public util::Log {
public:
    void write(util::LogLevel, std::string_view line) override {
        const std::lock_guard lock(mutex_);
        lines_.emplace_back(line);
        event_.notify_all();
    }
    bool has_line(std::string_view part) {
        std::unique_lock lock(mutex_);
        return event_.wait_for(lock, 20s, [&] {
            return std::any_of(lines_.begin(), lines_.end(),
                               [&](const std::string& line) { return line.find(part) != std::string::npos; });
        });
    }

private:
    std::mutex mutex_;
    std::condition_variable event_;
    std::vector<std::string> lines_;  // guarded by mutex_
};

class Loop : public LoopFixture {
protected:
    FakeBackend& start(MiningOptions options, std::unique_ptr<FakeBackend> spare = nullptr) {
        return start_with(std::make_unique<FakeBackend>(), std::move(options), heard_, std::move(spare));
    }

    AwaitedLog heard_;
};

TEST_F(Loop, PaysSomebodyElseFromTheNextTemplateOn) {
    FakeBackend& backend = start({});
    const auto job = backend.wait_for_job_at(3);
    loop_->set_payee(test::address_of(8));
    backend.find(backend.wait_for_job([&](const miner::Job& next) { return next.generation > job->generation; }));
    wait_for_length(4);
    EXPECT_EQ(chain_->tip()->block.miner, test::address_of(8));
}

TEST_F(Loop, HandsInAtOnceWhenTheIntervalBecomesShorter) {
    MiningOptions options;
    options.min_block_interval = 1h;
    FakeBackend& backend = start(std::move(options));
    backend.find(backend.wait_for_job_at(3));
    loop_->set_min_block_interval(0ms);
    wait_for_length(4);
    EXPECT_EQ(chain_->tip()->length(), 4U);
}

TEST_F(Loop, PutsAFindOnTheChainAndGoesOn) {
    FakeBackend& backend = start({});
    backend.find(backend.wait_for_job_at(3));
    backend.find(backend.wait_for_job_at(4));
    wait_for_length(5);
    EXPECT_EQ(chain_->tip()->block.miner, test::address_of(9));
    EXPECT_TRUE(loop_->is_mining());
}

TEST_F(Loop, CountsWhatBecameOfItsFinds) {
    FakeBackend& backend = start({});
    backend.find(backend.wait_for_job_at(3));
    backend.wait_for_job_at(4);
    EXPECT_EQ(loop_->mined_blocks().accepted, 1U);
    EXPECT_EQ(loop_->mined_blocks().stale, 0U);
    EXPECT_EQ(loop_->mined_blocks().refused, 0U);
}

TEST_F(Loop, SaysNowAndThenHowFastItGoes) {
    MiningOptions options;
    options.report_period = 1s;
    start(std::move(options));
    EXPECT_TRUE(heard_.has_line("hash rate 0.0 H/s in 10 s, 0.0 H/s in 60 s, 0.0 H/s in 15 min"));
    EXPECT_EQ(loop_->rates().of_each().at(0).counters.device, "fake");
}

TEST_F(Loop, SearchesSecondsThatHavePassed) {
    FakeBackend& backend = start({});
    const auto job = backend.wait_for_job_at(3);
    const auto now = std::chrono::duration_cast<std::chrono::seconds>(clock_.wall_now().time_since_epoch());
    EXPECT_LT(job->window.second, static_cast<std::uint64_t>(now.count()));
    EXPECT_GE(job->window.second + 10, static_cast<std::uint64_t>(now.count()));
    EXPECT_EQ(job->difficulty, 1U);
}

TEST_F(Loop, MeasuresAllDevicesAtOnceSinceTheyMayShareCores) {
    std::atomic<int> searching = 0;
    MiningLoop::Backends backends;
    for (int i = 0; i < 2; ++i) backends.push_back(std::make_unique<SharingBackend>(searching));
    const auto& last = static_cast<SharingBackend&>(*backends.back());
    loop_.emplace(MiningOptions{}, std::move(backends), *pool_, clock_, log_);
    ASSERT_TRUE(loop_->prepare());
    EXPECT_EQ(last.most_at_once(), 2);
    EXPECT_EQ(searching, 0) << "they rest until there is something to mine";
}

TEST_F(Loop, TakesANewTipFromAnywhere) {
    FakeBackend& backend = start({});
    const auto old_job = backend.wait_for_job_at(3);
    connect(blocks_.make_block());
    const auto job = backend.wait_for_job_at(4);
    EXPECT_GT(job->generation, old_job->generation);
    backend.find(old_job);
    backend.find(job);
    wait_for_length(5);
    EXPECT_EQ(chain_->tip()->block.hash, candidate_hash(*job, FakeBackend::solve(*job)))
        << "the late find came too late";
}

TEST_F(Loop, HoldsAnEarlyFind) {
    FakeBackend& backend = start({"", 1500ms, std::nullopt});
    const auto since = chain_->tip()->since;
    backend.find(backend.wait_for_job_at(3));
    wait_for_length(4);
    EXPECT_GE(chain_->tip()->since - since, 1500ms);
}

// With an hour of spread, so that any other moment would come too late to be seen.
TEST_F(Loop, ReleasesAFindAtTheIntervalWhereNoughtIsDrawn) {
    FakeBackend& backend = start({"", 100ms, std::nullopt, 1h, [] { return 0; }});
    const auto since = chain_->tip()->since;
    backend.find(backend.wait_for_job_at(3));
    wait_for_length(4);
    EXPECT_GE(chain_->tip()->since - since, 100ms);
}

TEST_F(Loop, ReleasesAFindAtTheEndOfTheSpreadWhereTheMostIsDrawn) {
    FakeBackend& backend = start({"", 100ms, std::nullopt, 400ms, [] { return 400; }});
    const auto since = chain_->tip()->since;
    backend.find(backend.wait_for_job_at(3));
    wait_for_length(4);
    EXPECT_GE(chain_->tip()->since - since, 500ms);
}

TEST_F(Loop, HoldsNoFindBeyondTheSpreadWhateverIsDrawn) {
    FakeBackend& backend = start({"", 0ms, std::nullopt, 1h, [] { return 3'600'001; }});
    backend.find(backend.wait_for_job_at(3));
    wait_for_length(4);
}

TEST_F(Loop, DrawsOnceForEachTip) {
    int draws = 0;
    FakeBackend& backend = start({"", 0ms, std::nullopt, 1ms, [&draws] { return ++draws; }});
    backend.find(backend.wait_for_job_at(3));
    backend.find(backend.wait_for_job_at(4));
    backend.wait_for_job_at(5);
    loop_->stop();
    EXPECT_EQ(draws, 3);
}

TEST_F(Loop, DropsAHeldFindWhenTheTipChanges) {
    FakeBackend& backend = start({"", 1h, std::nullopt});
    const auto held = backend.wait_for_job_at(3);
    backend.find(held);
    backend.wait_until_resting();
    connect(blocks_.make_block());
    loop_->set_min_block_interval(1500ms);
    const auto since = chain_->tip()->since;
    backend.find(backend.wait_for_job_at(4));
    wait_for_length(5);
    EXPECT_GE(chain_->tip()->since - since, 1500ms) << "the interval begins with the new tip";
    EXPECT_EQ(chain_->tip()->block.previous_hash.to_hex(), blocks_.make_block().hash);
}

TEST_F(Loop, SearchesOnForBetterFeesWhileAFindIsHeld) {
    FakeBackend& backend = start({"", 1h, std::nullopt});
    const auto first = backend.wait_for_job_at(3);
    backend.find(first);
    const auto payment = test::make_payment({test::spend(blocks_.reward(0))}, {test::pay(49.0, 2)});
    ASSERT_TRUE(std::holds_alternative<mempool::Pooled>(pool_->add(payment)));
    const auto better = backend.wait_for_job(
        [&](const miner::Job& job) { return job.header.merkle_root != first->header.merkle_root; });
    EXPECT_EQ(better->header.height, first->header.height);
    backend.find(better);
    backend.wait_until_resting();
    loop_->set_min_block_interval(0ms);
    wait_for_length(4);
    EXPECT_EQ(chain_->tip()->block.transaction_count, 2U);
}

TEST_F(Loop, HandsInWhatIsDueWhateverPaymentsCome) {
    FakeBackend& backend = start({});
    for (std::uint64_t height = 3; height < 6; ++height) {
        backend.wait_for_job_at(height);
        const auto payment = test::make_payment({test::spend(blocks_.reward(height - 3))}, {test::pay(49.0, 2)});
        ASSERT_TRUE(std::holds_alternative<mempool::Pooled>(pool_->add(payment)));
        const auto job = backend.job();  // without the payment, where it is less than a second old
        backend.find(job);
        wait_for_length(height + 1);
        EXPECT_EQ(chain_->tip()->block.hash, candidate_hash(*job, FakeBackend::solve(*job)));
    }
}

TEST_F(Loop, SubmitsTheHeldFindWhereTheBetterOneIsNotFound) {
    FakeBackend& backend = start({"", 3s, std::nullopt});
    const auto first = backend.wait_for_job_at(3);
    backend.find(first);
    const auto payment = test::make_payment({test::spend(blocks_.reward(0))}, {test::pay(49.0, 2)});
    pool_->add(payment);
    backend.wait_for_job([&](const miner::Job& job) { return job.header.merkle_root != first->header.merkle_root; });
    wait_for_length(4);
    EXPECT_EQ(chain_->tip()->block.transaction_count, 1U);
}

TEST_F(Loop, FinishesAfterItsBlocks) {
    FakeBackend& backend = start({"", 0ms, 2});
    backend.find(backend.wait_for_job_at(3));
    EXPECT_FALSE(loop_->is_finished());
    backend.find(backend.wait_for_job_at(4));
    wait_for_length(5);
    const auto end = std::chrono::steady_clock::now() + 20s;
    while (!loop_->is_finished() && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(1ms);
    EXPECT_TRUE(loop_->is_finished());
}

TEST_F(Loop, RestsWhileItIsPausedWhateverTheTipsAre) {
    FakeBackend& backend = start({});
    backend.wait_for_job_at(3);
    loop_->pause();
    backend.wait_until_resting();
    EXPECT_TRUE(loop_->is_paused());
    EXPECT_FALSE(loop_->is_mining());
    connect(blocks_.make_block());
    backend.stay_resting(50ms);
    loop_->resume();
    backend.find(backend.wait_for_job_at(4));
    wait_for_length(5);
    EXPECT_TRUE(loop_->is_mining());
}

TEST_F(Loop, BeginsPausedWhereThatWasSaidBefore) {
    FakeBackend& backend = make_with(std::make_unique<FakeBackend>(), {}, log_);
    loop_->pause();
    begin();
    backend.stay_resting(50ms);
    loop_->resume();
    backend.wait_for_job_at(3);
}

TEST_F(Loop, HandsAFindInOnceItIsResumedOnTheSameTip) {
    FakeBackend& backend = start({"", 1h, std::nullopt});
    const auto job = backend.wait_for_job_at(3);
    const int rests = backend.rests();
    backend.find(job);
    loop_->pause();
    backend.wait_for_rests(rests + 2);  // one may be for the find, before the pause is seen
    loop_->set_min_block_interval(0ms);
    std::this_thread::sleep_for(100ms);
    EXPECT_EQ(chain_->tip()->length(), 3U);
    loop_->resume();
    wait_for_length(4);
    EXPECT_EQ(chain_->tip()->block.hash, candidate_hash(*job, FakeBackend::solve(*job)));
}

TEST_F(Loop, DropsAFindWhoseTipHasChangedWhileItWasPaused) {
    FakeBackend& backend = start({"", 1h, std::nullopt});
    backend.find(backend.wait_for_job_at(3));
    loop_->pause();
    backend.wait_until_resting();
    connect(blocks_.make_block());
    const auto since = chain_->tip()->since;
    loop_->set_min_block_interval(1500ms);
    loop_->resume();
    backend.find(backend.wait_for_job_at(4));
    wait_for_length(5);
    EXPECT_GE(chain_->tip()->since - since, 1500ms) << "the interval begins with the new tip";
}

TEST_F(Loop, DoesNotMineOnceItsLastDeviceIsGone) {
    FakeBackend& backend = start({});
    backend.wait_for_job_at(3);
    backend.fail();
    EXPECT_FALSE(loop_->is_mining());
}

TEST_F(Loop, GoesOnWithTheSpareDeviceOnceAllOthersAreGone) {
    auto spare = std::make_unique<FakeBackend>();
    FakeBackend& last = *spare;
    FakeBackend& backend = start({}, std::move(spare));
    backend.wait_for_job_at(3);
    EXPECT_EQ(loop_->counters().size(), 1U);
    EXPECT_EQ(last.job(), nullptr);
    backend.fail();
    last.find(last.wait_for_job_at(3));
    wait_for_length(4);
    EXPECT_TRUE(loop_->is_mining());
    EXPECT_EQ(loop_->counters().size(), 2U);
    last.fail();
    EXPECT_FALSE(loop_->is_mining());
}

TEST_F(Loop, DoesNotMineOnATipFarAheadOfTheClock) {
    chain::Block ahead = blocks_.make_block();
    const std::chrono::duration<double> now = clock_.wall_now().time_since_epoch();
    ahead.header.timestamp = chain::Number{now.count() + 7190};
    test::seal(ahead);
    FakeBackend& backend = start({});
    backend.wait_for_job_at(3);
    connect(ahead);
    backend.wait_until_resting();
    EXPECT_EQ(chain_->tip()->length(), 4U);
}

}  // namespace
}  // namespace chaincore::node
