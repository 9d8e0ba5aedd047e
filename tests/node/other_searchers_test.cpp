// SPDX-License-Identifier: MIT
// Workers on other machines search what the loop's devices search, and find.
#include "chaincore/chain/coinbase.hpp"
#include "node/loop_fixture.hpp"

#include <gtest/gtest.h>

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

namespace chaincore::node {
namespace {

using namespace std::chrono_literals;

using SharedWork = std::shared_ptr<const stratum::Work>;
using test::FakeBackend;

class FakeWorkers final : public OtherSearchers {
public:
    void on_work(SharedWork work) override {
        const std::lock_guard lock(mutex_);
        works_.push_back(std::move(work));
        changed_.notify_all();
    }
    void on_accepted(const std::string& worker) override {
        const std::lock_guard lock(mutex_);
        accepted_.push_back(worker);
        changed_.notify_all();
    }

    // The next work on a block of that height; whatever else comes before it is left out.
    SharedWork wait_for_work_at(std::uint64_t height) {
        return take(
            [&](const SharedWork& work) { return work && work->block->header.height == chain::Number{height}; });
    }
    // The next one at all.
    SharedWork next_work() {
        return take([](const SharedWork& work) { return work != nullptr; });
    }
    void wait_for_rest() {
        take([](const SharedWork& work) { return work == nullptr; });
    }
    std::string wait_for_accepted() {
        std::unique_lock lock(mutex_);
        if (!changed_.wait_for(lock, 20s, [&] { return !accepted_.empty(); })) return "nobody";
        return accepted_.front();
    }

private:
    template <class Condition>
    SharedWork take(const Condition& condition) {
        std::unique_lock lock(mutex_);
        SharedWork found;
        const bool came = changed_.wait_for(lock, 20s, [&] {
            while (!works_.empty()) {
                found = std::move(works_.front());
                works_.pop_front();
                if (condition(found)) return true;
            }
            return false;
        });
        if (!came) throw std::runtime_error("the work that the test waits for did not come");
        return found;
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<SharedWork> works_;      // guarded by mutex_
    std::deque<std::string> accepted_;  // guarded by mutex_
};

class LoopWithWorkers : public LoopFixture {
protected:
    // Without a device of its own.
    void start(MiningOptions options = {}) {
        loop_.emplace(std::move(options), MiningLoop::Backends{}, *pool_, clock_, log_);
        loop_->share_with(workers_);
        begin();
    }
    // That pays the owner.
    static stratum::FoundBlock find(const stratum::Work& work, std::uint8_t owner = 7) {
        chain::Block block = *work.block;
        const chain::Transaction& coinbase = block.transactions[0];
        block.transactions[0] = chain::make_coinbase(*block.header.height.to_natural(), test::address_of(owner),
                                                     coinbase.outputs[0].amount, coinbase.timestamp);
        test::set_merkle_root(block);
        test::mine(block, 1);
        const chain::BlockHeader header = block.header;
        return {header, [block = std::move(block)] { return block; }, work.generation, "rig" + std::to_string(owner)};
    }

    FakeWorkers workers_;
};

TEST_F(LoopWithWorkers, PutsTheirFindsOnTheChain) {
    start();
    loop_->take(find(*workers_.wait_for_work_at(3)));
    wait_for_length(4);
    EXPECT_EQ(chain_->tip()->block.miner, test::address_of(7));
    EXPECT_EQ(workers_.wait_for_accepted(), "rig7");
    loop_->take(find(*workers_.wait_for_work_at(4), 8));
    wait_for_length(5);
    wait_for_accepted(2);
    EXPECT_FALSE(loop_->is_mining()) << "no device of its own does";
}

TEST_F(LoopWithWorkers, HasThemRestWhileAFindWaits) {
    start({"", 1500ms, std::nullopt});
    const auto since = chain_->tip()->since;
    const auto work = workers_.wait_for_work_at(3);
    loop_->take(find(*work));
    workers_.wait_for_rest();
    loop_->take(find(*work, 8));
    wait_for_length(4);
    EXPECT_GE(chain_->tip()->since - since, 1500ms);
    EXPECT_EQ(chain_->tip()->block.miner, test::address_of(7)) << "the first one counts";
}

TEST_F(LoopWithWorkers, TakesAFindOfAnEarlierTemplateOnTheSameTip) {
    start();
    const auto work = workers_.wait_for_work_at(3);
    const auto payment = test::make_payment({test::spend(blocks_.reward(0))}, {test::pay(49.0, 2)});
    ASSERT_TRUE(std::holds_alternative<mempool::Pooled>(pool_->add(payment)));
    EXPECT_EQ(workers_.wait_for_work_at(3)->block->transactions.size(), 2U);
    loop_->take(find(*work));
    wait_for_length(4);
    EXPECT_EQ(chain_->tip()->block.transaction_count, 1U) << "it was on its way already";
}

TEST_F(LoopWithWorkers, ABetterPaidFindIsNotReplacedByAnEarlierOne) {
    start({"", 2s, std::nullopt});
    const auto work = workers_.wait_for_work_at(3);
    const auto payment = test::make_payment({test::spend(blocks_.reward(0))}, {test::pay(49.0, 2)});
    ASSERT_TRUE(std::holds_alternative<mempool::Pooled>(pool_->add(payment)));
    loop_->take(find(*workers_.wait_for_work_at(3)));
    workers_.wait_for_rest();
    loop_->take(find(*work, 8));
    wait_for_length(4);
    EXPECT_EQ(chain_->tip()->block.miner, test::address_of(7));
}

// He would be paid in place of who has found it first.
TEST_F(LoopWithWorkers, NobodySearchesForBetterFeesWhileAFindWaits) {
    start({"", 2500ms, std::nullopt});
    const auto work = workers_.wait_for_work_at(3);
    loop_->take(find(*work));
    workers_.wait_for_rest();
    const auto payment = test::make_payment({test::spend(blocks_.reward(0))}, {test::pay(49.0, 2)});
    ASSERT_TRUE(std::holds_alternative<mempool::Pooled>(pool_->add(payment)));
    wait_for_length(4);
    EXPECT_EQ(workers_.next_work()->block->header.height, chain::Number{4}) << "no other work came before";
}

TEST_F(LoopWithWorkers, AFindCountsThatWasOnItsWayWhenAPauseBegan) {
    start();
    const auto work = workers_.wait_for_work_at(3);
    loop_->pause();
    workers_.wait_for_rest();
    loop_->take(find(*work));
    std::this_thread::sleep_for(50ms);
    loop_->resume();
    wait_for_length(4);
    EXPECT_EQ(chain_->tip()->block.miner, test::address_of(7));
}

TEST_F(LoopWithWorkers, WhatWasRefusedOnceVoidsAllThatWasSearchedBefore) {
    start();
    const auto work = workers_.wait_for_work_at(3);
    auto wrong = find(*work);
    wrong.make = [make = wrong.make] {
        chain::Block block = make();
        block.transactions[0].outputs[0].amount = chain::Number{77};
        return block;
    };
    loop_->take(std::move(wrong));
    const auto next = workers_.wait_for_work_at(3);
    EXPECT_TRUE(next->voids_others);
    EXPECT_FALSE(work->voids_others);
    loop_->take(find(*work));
    loop_->take(find(*next, 8));
    wait_for_length(4);
    EXPECT_EQ(chain_->tip()->block.miner, test::address_of(8));
    EXPECT_EQ(loop_->mined_blocks().refused, 1U);
}

TEST_F(LoopWithWorkers, DropsAFindOfAnotherTip) {
    start();
    const auto work = workers_.wait_for_work_at(3);
    connect(blocks_.make_block());
    const auto next = workers_.wait_for_work_at(4);
    loop_->take(find(*work));
    loop_->take(find(*next, 8));
    wait_for_length(5);
    EXPECT_EQ(chain_->tip()->block.miner, test::address_of(8));
}

TEST_F(LoopWithWorkers, HasThemRestWhileItIsPaused) {
    start();
    workers_.wait_for_work_at(3);
    loop_->pause();
    workers_.wait_for_rest();
    loop_->resume();
    loop_->take(find(*workers_.wait_for_work_at(3)));
    wait_for_length(4);
}

TEST_F(LoopWithWorkers, SharesTheJobOfItsOwnDevices) {
    FakeBackend& backend = make_with(std::make_unique<FakeBackend>(), {}, log_);
    loop_->share_with(workers_);
    begin();
    const auto job = backend.wait_for_job_at(3);
    const auto work = workers_.wait_for_work_at(3);
    EXPECT_EQ(work->generation, job->generation);
    EXPECT_EQ(work->window, job->window);
    EXPECT_EQ(work->block->header.merkle_root, job->header.merkle_root);
    backend.find(job);
    workers_.wait_for_rest();
    loop_->take(find(*workers_.wait_for_work_at(4)));
    wait_for_length(5);
    backend.wait_for_job_at(5);
    backend.fail();
    loop_->take(find(*workers_.wait_for_work_at(5)));
    wait_for_length(6);
}

}  // namespace
}  // namespace chaincore::node
