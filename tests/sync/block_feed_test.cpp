// SPDX-License-Identifier: MIT
#include "chaincore/sync/block_feed.hpp"

#include "sync/chain_thread_fixture.hpp"

#include <gtest/gtest.h>

#include <future>

namespace chaincore::sync {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kMoment{50};

class Feed : public ChainThreadFixture {
protected:
    // Hands in block after block from block 1 on, as many as asked, on another thread.
    std::future<void> add_all(BlockFeed& feed, std::size_t count, std::size_t bytes) {
        return std::async(std::launch::async, [this, &feed, count, bytes] {
            for (std::size_t height = 1; height <= count; ++height)
                feed.add(chain::write_out(trunk_.block(height)), height, bytes);
        });
    }

    const test::TestChain trunk_{BlockFeed::kMostOnTheirWay + 2};
};

bool is_done(const std::future<void>& work, milliseconds wait) {
    return work.wait_for(wait) == std::future_status::ready;
}

TEST_F(Feed, ConnectsWhatItIsGiven) {
    BlockFeed feed(chain_);
    for (std::size_t height = 0; height < 5; ++height)
        EXPECT_FALSE(feed.add(chain::write_out(trunk_.block(height)), height, 100));
    EXPECT_FALSE(feed.finish());
    EXPECT_EQ(length(), 5U);
    EXPECT_EQ(feed.accepted(), 5U);
}

TEST_F(Feed, DoesNotCountWhatIsKnown) {
    connect(trunk_, 0, 2);
    BlockFeed feed(chain_);
    for (std::size_t height = 1; height < 5; ++height)
        EXPECT_FALSE(feed.add(chain::write_out(trunk_.block(height)), height, 100));
    EXPECT_FALSE(feed.finish());
    EXPECT_EQ(feed.accepted(), 2U);
}

TEST_F(Feed, WaitsWhenTooManyBlocksAreOnTheirWay) {
    constexpr std::size_t kNext = BlockFeed::kMostOnTheirWay + 1;
    hold(trunk_.block(0));
    BlockFeed feed(chain_);
    const auto full = add_all(feed, BlockFeed::kMostOnTheirWay, 1);
    ASSERT_TRUE(is_done(full, milliseconds{10'000}));
    const auto more =
        std::async(std::launch::async, [&] { feed.add(chain::write_out(trunk_.block(kNext)), kNext, 1); });
    EXPECT_FALSE(is_done(more, kMoment));
    gate_.open();
    EXPECT_TRUE(is_done(more, milliseconds{10'000}));
    EXPECT_FALSE(feed.finish());
    EXPECT_EQ(length(), kNext + 1);
}

TEST_F(Feed, WaitsWhenTooManyBytesAreOnTheirWay) {
    hold(trunk_.block(0));
    BlockFeed feed(chain_);
    const auto full = add_all(feed, 4, BlockFeed::kMostBytesAhead / 4);
    ASSERT_TRUE(is_done(full, milliseconds{10'000}));
    const auto more = std::async(std::launch::async, [&] { feed.add(chain::write_out(trunk_.block(5)), 5, 1); });
    EXPECT_FALSE(is_done(more, kMoment));
    gate_.open();
    EXPECT_TRUE(is_done(more, milliseconds{10'000}));
}

TEST_F(Feed, NamesTheFirstBlockThatIsRefused) {
    chain::Block rich = trunk_.block(2);
    rich.transactions[0].outputs[0].amount = chain::Number{50.5};
    test::seal(rich);
    chain::Block child = trunk_.block(3);
    child.header.previous_hash = rich.hash;
    test::seal(child);
    hold(trunk_.block(0));
    BlockFeed feed(chain_);
    feed.add(chain::write_out(trunk_.block(1)), 1, 1);
    feed.add(chain::write_out(rich), 2, 1);
    feed.add(chain::write_out(child), 3, 1);
    gate_.open();
    for (const auto& fault : {feed.finish(), feed.finish(), feed.add(chain::write_out(trunk_.block(2)), 2, 1)}) {
        const auto& refused = std::get<BlockRefused>(fault.value());
        EXPECT_EQ(refused.height, 2U);
        EXPECT_EQ(refused.rejection.rule, chain::Rule::coinbase_value);
    }
    EXPECT_EQ(length(), 2U) << "nothing is taken after a fault";
    EXPECT_EQ(feed.accepted(), 1U);
}

// Far from having to wait for room.
TEST_F(Feed, SeesSoonWhatBecameOfItsBlocks) {
    chain::Block rich = trunk_.block(2);
    rich.transactions[0].outputs[0].amount = chain::Number{50.5};
    test::seal(rich);
    BlockFeed feed(chain_);
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    EXPECT_FALSE(feed.add(chain::write_out(trunk_.block(0)), 0, 1));
    EXPECT_FALSE(feed.add(chain::write_out(trunk_.block(1)), 1, 1));
    while (feed.accepted() < 2 && std::chrono::steady_clock::now() < end)
        EXPECT_FALSE(feed.add(chain::write_out(trunk_.block(1)), 1, 1));
    EXPECT_EQ(feed.accepted(), 2U);
    auto fault = feed.add(chain::write_out(rich), 2, 1);
    while (!fault && std::chrono::steady_clock::now() < end) fault = feed.add(chain::write_out(trunk_.block(1)), 1, 1);
    ASSERT_TRUE(fault);
    EXPECT_EQ(std::get<BlockRefused>(*fault).height, 2U);
}

TEST_F(Feed, SaysAtOnceWhatNeededNoChain) {
    chain::Block broken = trunk_.block(1);
    broken.hash = std::string(64, '0');
    BlockFeed feed(chain_);
    EXPECT_FALSE(feed.add(chain::write_out(trunk_.block(0)), 0, 1));
    const auto fault = feed.add(chain::write_out(broken), 1, 1);
    ASSERT_TRUE(fault);
    EXPECT_EQ(std::get<BlockRefused>(*fault).rejection.rule, chain::Rule::block_hash);
    EXPECT_EQ(feed.accepted(), 1U);
}

TEST_F(Feed, SaysWhereABlockDoesNotFit) {
    BlockFeed feed(chain_);
    feed.add(chain::write_out(trunk_.block(0)), 0, 1);
    feed.add(chain::write_out(trunk_.block(2)), 2, 1);
    EXPECT_EQ(std::get<BlockUnconnected>(feed.finish().value()).height, 2U);
}

TEST_F(Feed, IsBusyWhenTheChainStops) {
    chain_.stop();
    BlockFeed feed(chain_);
    const auto fault = feed.add(chain::write_out(trunk_.block(0)), 0, 1);
    ASSERT_TRUE(fault);
    EXPECT_TRUE(std::holds_alternative<NodeBusy>(*fault));
}

TEST_F(Feed, DoesNotWaitForABusyChainOnceItIsStopped) {
    hold(trunk_.block(0));
    std::stop_source source;
    BlockFeed feed(chain_, source.get_token());
    feed.add(chain::write_out(trunk_.block(1)), 1, 1);
    source.request_stop();
    EXPECT_TRUE(std::holds_alternative<NodeBusy>(feed.finish().value()));
    gate_.open();
}

}  // namespace
}  // namespace chaincore::sync
