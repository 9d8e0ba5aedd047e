// SPDX-License-Identifier: MIT
#include "chaincore/state/chain_thread.hpp"

#include "state/state_fixture.hpp"

#include <gtest/gtest.h>

#include <latch>
#include <thread>
#include <vector>

namespace chaincore::state {
namespace {

using test::TestChain;

// Notes what it hears; the first commit can be made to wait.
class Listener final : public ChainListener {
public:
    void on_committed(const ChainChange& change) override {
        if (gate != nullptr) {
            reached.count_down();
            gate->wait();
            gate = nullptr;
        }
        published_at_commit.push_back(thread == nullptr ? nullptr : thread->tip());
        committed.push_back(change.tip);
    }
    void on_published(const ChainChange& change) override { published.push_back(change.tip); }

    ChainThread* thread = nullptr;
    std::latch* gate = nullptr;
    std::latch reached{1};
    std::vector<std::shared_ptr<const Tip>> published_at_commit;
    std::vector<std::shared_ptr<const Tip>> committed;
    std::vector<std::shared_ptr<const Tip>> published;
};

class Thread : public StateFixture {
protected:
    Thread() : chain_(std::move(state_), kParams, clock_, listener_) { listener_.thread = &chain_; }

    Listener listener_;
    ChainThread chain_;
    TestChain trunk_{6};
};

TEST_F(Thread, PublishesABlockBeforeItAnswers) {
    EXPECT_EQ(chain_.tip(), nullptr);
    EXPECT_EQ(accepted(chain_.submit(trunk_.block(0), BlockOrigin::peer)).chain_length, 1U);
    ASSERT_NE(chain_.tip(), nullptr);
    EXPECT_EQ(chain_.tip()->block.hash.to_hex(), trunk_.block(0).hash);
    EXPECT_EQ(database().snapshot()->tip().value()->hash.to_hex(), trunk_.block(0).hash);
}

TEST_F(Thread, ShowsBlocksThatWaitForTheirParents) {
    EXPECT_TRUE(chain_.orphans()->empty());
    chain_.submit(trunk_.block(0), BlockOrigin::peer);
    chain_.submit(trunk_.block(2), BlockOrigin::peer);
    ASSERT_EQ(chain_.orphans()->size(), 1U);
    EXPECT_EQ(chain_.orphans()->front()->hash, trunk_.block(2).hash);
    chain_.submit(trunk_.block(1), BlockOrigin::peer);
    EXPECT_TRUE(chain_.orphans()->empty());
}

TEST_F(Thread, HasMovedWhenARulingReturns) {
    for (std::size_t height = 0; height < 6; ++height) chain_.submit(trunk_.block(height), BlockOrigin::peer);
    const auto hash = *crypto::Hash256::from_hex(trunk_.block(4).hash);
    ASSERT_TRUE(chain_.rule_out(hash));
    EXPECT_EQ(chain_.tip()->block.hash.to_hex(), trunk_.block(3).hash);
    EXPECT_EQ(listener_.published.back(), chain_.tip());
    EXPECT_EQ(rule_of(chain_.submit(trunk_.block(5), BlockOrigin::peer)), chain::Rule::ruled_out);
    EXPECT_FALSE(chain_.rule_out(hash));
    ASSERT_TRUE(chain_.readmit(hash));
    EXPECT_EQ(chain_.tip()->block.hash.to_hex(), trunk_.block(5).hash);
    chain_.stop();
    EXPECT_EQ(chain_.rule_out(hash).error().message, "the node is stopping");
}

TEST_F(Thread, CountsWhatItConnects) {
    chain_.submit(trunk_.block(0), BlockOrigin::sync);
    chain_.submit(trunk_.block(1), BlockOrigin::peer);
    for (int i = 0; i < 2; ++i) chain_.submit(trunk_.block(2), BlockOrigin::miner);
    chain_.submit(trunk_.block(3), BlockOrigin::miner);
    EXPECT_EQ(chain_.figures().blocks(BlockOrigin::sync), 1U);
    EXPECT_EQ(chain_.figures().blocks(BlockOrigin::peer), 1U);
    EXPECT_EQ(chain_.figures().blocks(BlockOrigin::miner), 2U);
    EXPECT_EQ(chain_.figures().blocks(), 4U);
    EXPECT_EQ(chain_.figures().transactions(), 4U);
}

TEST_F(Thread, CountsReorgsByTheirDepth) {
    for (std::size_t height = 0; height < 3; ++height) chain_.submit(trunk_.block(height), BlockOrigin::peer);
    EXPECT_EQ(chain_.figures().reorgs().sum, 0.0);
    const TestChain other = branch(trunk_, 1, 4);
    for (std::size_t height = 1; height < 4; ++height) chain_.submit(other.block(height), BlockOrigin::peer);
    const util::HistogramCounts reorgs = chain_.figures().reorgs();
    EXPECT_EQ(reorgs.counts[1], 1U) << "the one of two blocks";
    EXPECT_EQ(reorgs.sum, 2.0);
}

TEST_F(Thread, SaysSinceWhenItHasBeenAtOneThing) {
    std::latch begun{1};
    std::latch go_on{1};
    std::jthread waiting([&] {
        chain_.run_between_writes([&] {
            begun.count_down();
            go_on.wait();
        });
    });
    begun.wait();
    const auto since = clock_.steady_now();
    clock_.advance(std::chrono::minutes(7));
    EXPECT_EQ(chain_.busy_since(), since);
    go_on.count_down();
    waiting.join();
    while (chain_.busy_since()) std::this_thread::yield();
}

TEST_F(Thread, TellsListenersBeforeAndAfterItPublishes) {
    chain_.submit(trunk_.block(0), BlockOrigin::peer);
    chain_.stop();
    ASSERT_EQ(listener_.committed.size(), 1U);
    EXPECT_EQ(listener_.published_at_commit[0], nullptr);
    EXPECT_EQ(listener_.published, listener_.committed);
}

TEST_F(Thread, RefusesOnTheCallersThreadWhatNeedsNoChain) {
    chain::Block block = trunk_.block(0);
    block.hash = std::string(64, '0');
    EXPECT_EQ(rule_of(chain_.submit(block, BlockOrigin::peer)), chain::Rule::block_hash);
    chain::Block ahead = trunk_.block(0);
    ahead.header.timestamp = chain::Number{1'800'000'000.0 + 7201};
    test::seal(ahead);
    EXPECT_EQ(rule_of(chain_.submit(ahead, BlockOrigin::peer)), chain::Rule::timestamp_too_new);
    clock_.advance(std::chrono::seconds(2));
    accepted(chain_.submit(ahead, BlockOrigin::peer));
}

TEST_F(Thread, WritesWaitingBlocksTogether) {
    std::latch gate(1);
    listener_.gate = &gate;
    auto first = chain_.post(trunk_.block(0), BlockOrigin::peer);
    listener_.reached.wait();
    std::vector<std::future<Outcome>> others;
    for (std::size_t height = 1; height < 6; ++height)
        others.push_back(chain_.post(trunk_.block(height), BlockOrigin::peer));
    gate.count_down();
    accepted(first.get());
    for (auto& other : others) accepted(other.get());
    chain_.stop();
    EXPECT_EQ(listener_.committed.size(), 2U) << "one for the first, one for all the others";
    EXPECT_EQ(chain_.tip()->length(), 6U);
}

TEST_F(Thread, IsBusyWhenTooManyWait) {
    std::latch gate(1);
    listener_.gate = &gate;
    auto first = chain_.post(trunk_.block(0), BlockOrigin::peer);
    listener_.reached.wait();
    std::vector<std::future<Outcome>> waiting;
    for (std::size_t i = 0; i < ChainThread::kQueueLimit; ++i)
        waiting.push_back(chain_.post(trunk_.block(1), BlockOrigin::peer));
    EXPECT_TRUE(std::holds_alternative<Busy>(chain_.submit(trunk_.block(1), BlockOrigin::peer)));
    gate.count_down();
    accepted(first.get());
    EXPECT_FALSE(accepted(waiting.front().get()).is_duplicate);
    EXPECT_TRUE(accepted(waiting.back().get()).is_duplicate);
}

TEST_F(Thread, WritesFetchedBlocksTogetherWhenTheyAreToBeSettled) {
    for (std::size_t height = 0; height < 6; ++height) accepted(chain_.submit(trunk_.block(height), BlockOrigin::sync));
    chain_.settle();
    EXPECT_EQ(chain_.tip()->length(), 6U);
    EXPECT_EQ(chain_.tip()->snapshot->tip()->value().hash, chain_.tip()->block.hash) << "on disk";
    chain_.settle();
    EXPECT_EQ(chain_.tip()->length(), 6U);
    chain_.stop();
    EXPECT_LT(listener_.committed.size(), 6U);
}

TEST_F(Thread, WritesFetchedBlocksSoonWithoutBeingAsked) {
    accepted(chain_.submit(trunk_.block(0), BlockOrigin::sync));
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    while (!chain_.tip() && std::chrono::steady_clock::now() < end)
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    ASSERT_TRUE(chain_.tip());
    EXPECT_EQ(chain_.tip()->length(), 1U);
}

TEST_F(Thread, WritesFetchedBlocksAtOnceWithOneThatIsNot) {
    accepted(chain_.submit(trunk_.block(0), BlockOrigin::sync));
    accepted(chain_.submit(trunk_.block(1), BlockOrigin::peer));
    EXPECT_EQ(chain_.tip()->snapshot->tip()->value().hash.to_hex(), trunk_.block(1).hash);
}

TEST_F(Thread, WritesFetchedBlocksBeforeItEnds) {
    accepted(chain_.submit(trunk_.block(0), BlockOrigin::sync));
    chain_.stop();
    ASSERT_TRUE(chain_.tip());
    EXPECT_EQ(chain_.tip()->length(), 1U);
    chain_.settle();
}

TEST_F(Thread, AnswersEverybodyWhenItStops) {
    std::latch gate(1);
    listener_.gate = &gate;
    auto first = chain_.post(trunk_.block(0), BlockOrigin::peer);
    listener_.reached.wait();
    auto second = chain_.post(trunk_.block(1), BlockOrigin::peer);
    std::jthread stopping([this] { chain_.stop(); });
    gate.count_down();
    accepted(first.get());
    EXPECT_FALSE(std::holds_alternative<Error>(second.get())) << "connected or busy, but answered";
    stopping.join();
    EXPECT_TRUE(std::holds_alternative<Busy>(chain_.submit(trunk_.block(2), BlockOrigin::peer)));
}

TEST_F(Thread, RunsAnActionBetweenWrites) {
    for (std::size_t height = 0; height < 5; ++height)
        accepted(chain_.submit(trunk_.block(height), BlockOrigin::sync));  // and not written
    std::uint64_t length = 0;
    std::string written;
    EXPECT_TRUE(chain_.run_between_writes([&] {
        if (const auto tip = chain_.tip()) length = tip->length();
        if (const auto tip = database().snapshot()->tip().value()) written = tip->hash.to_hex();
    }));
    EXPECT_EQ(length, 5U) << "fetched blocks, too";
    EXPECT_EQ(written, trunk_.block(4).hash) << "what is seen is on disk";
}

TEST_F(Thread, RunsNoActionWhenItHasStopped) {
    chain_.stop();
    EXPECT_FALSE(chain_.run_between_writes([] { FAIL(); }));
}

}  // namespace
}  // namespace chaincore::state
