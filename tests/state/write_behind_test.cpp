// SPDX-License-Identifier: MIT
// Blocks that are accepted while others are written.
#include "chain_maker.hpp"
#include "chaincore/consensus/chain_replay.hpp"
#include "state/state_fixture.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <latch>

namespace chaincore::state {
namespace {

using test::TestChain;

class WriteBehind : public StateFixture {
protected:
    explicit WriteBehind(ReorgLimits limits = {}) : StateFixture(limits) {}

    void accept_all(const TestChain& chain, std::size_t first, std::size_t last) {
        for (std::size_t height = first; height <= last; ++height)
            accepted(state().accept(chain.block(height), BlockOrigin::sync));
    }

    // Blocks up to that one are being written, or have been.
    void start_writing(const TestChain& chain, std::size_t last) {
        accept_all(chain, 0, last);
        state().start_commit([] {});
        ASSERT_TRUE(state().is_committing());
    }

    // By a large write that has nowhere to go.
    void break_the_store() {
        std::filesystem::remove_all(directory_.path() / "chain" / "incoming");
        storage::Batch batch;
        batch.put_block({}, std::string(std::size_t{4} << 20, 'x'));
        ASSERT_FALSE(database().write(batch));
    }

    const TestChain trunk_{12};
};

TEST_F(WriteBehind, TellsOfWhatWasAcceptedBefore) {
    start_writing(trunk_, 4);
    accept_all(trunk_, 5, 9);
    const ChainChange first = state().end_commit().value().value();
    EXPECT_FALSE(state().is_committing());
    EXPECT_EQ(first.tip->length(), 5U);
    EXPECT_EQ(first.tip->next.height, 5U);
    EXPECT_EQ(first.connected_blocks, 5U);
    EXPECT_EQ(first.tip->snapshot->tip().value()->hash, first.tip->block.hash);
    const ChainChange second = state().commit().value().value();
    EXPECT_EQ(second.tip->length(), 10U);
    EXPECT_EQ(second.connected_blocks, 5U);
    EXPECT_EQ(state().end_commit().value(), std::nullopt) << "nothing is under way";
}

TEST_F(WriteBehind, CallsBackWhenItIsDone) {
    accept_all(trunk_, 0, 4);
    std::latch done(1);
    state().start_commit([&] { done.count_down(); });
    done.wait();
    EXPECT_TRUE(state().is_commit_done());
    EXPECT_EQ(state().end_commit().value()->tip->length(), 5U);
    EXPECT_FALSE(state().is_commit_done());
}

TEST_F(WriteBehind, IsFinishedByACommit) {
    start_writing(trunk_, 4);
    accept_all(trunk_, 5, 11);
    EXPECT_EQ(state().commit().value()->connected_blocks, 12U);
    EXPECT_FALSE(state().is_committing());
    expect_state_of(trunk_);
    reopen();
    expect_state_of(trunk_);
}

TEST_F(WriteBehind, IsFinishedByAReorg) {
    const TestChain other = branch(trunk_, 3, 9);
    start_writing(trunk_, 6);
    accept_all(trunk_, 7, 7);
    accept_all(other, 3, 8);
    {
        const ChainChange change = state().commit().value().value();
        EXPECT_TRUE(change.is_reorg());
        EXPECT_EQ(change.connected_blocks, 8U + 6U);
    }
    expect_state_of(other);
    reopen();
    expect_state_of(other);
}

TEST_F(WriteBehind, ThatFailsTakesBackWhatWasAcceptedSince) {
    accept_all(trunk_, 0, 2);
    ASSERT_TRUE(state().commit());
    break_the_store();
    accept_all(trunk_, 3, 5);
    std::latch done(1);
    state().start_commit([&] { done.count_down(); });
    accept_all(trunk_, 6, 7);
    done.wait();
    EXPECT_FALSE(state().end_commit());
    EXPECT_FALSE(state().is_committing());
    EXPECT_TRUE(std::holds_alternative<Error>(state().accept(trunk_.block(8), BlockOrigin::sync)));
    state().start_commit([] {});
    EXPECT_FALSE(state().is_committing()) << "nothing is begun any more";
    EXPECT_EQ(state().tip()->length(), 3U);
    reopen();
    EXPECT_EQ(state().tip()->length(), 3U);
}

// Only what is too deep to be judged at once turns the chain back.
class WriteBehindDeep : public WriteBehind {
protected:
    WriteBehindDeep() : WriteBehind(ReorgLimits{.judged_depth = 2}) {}
};

TEST_F(WriteBehindDeep, StaysWhereABranchIsRefused) {
    TestChain other = branch(trunk_, 3, 7);
    const TestChain honest = branch(other, 7, 10);
    start_writing(trunk_, 8);
    accept_all(trunk_, 9, 9);
    accept_all(other, 3, 6);
    std::vector<chain::Block> bad;
    std::string parent = other.block(6).hash;
    for (std::size_t height = 7; height < 11; ++height) {
        chain::Block block = height < 10 ? honest.block(height) : trunk_.block(10);
        block.header.previous_hash = parent;
        if (height == 7) block.transactions[0].outputs[0].amount = chain::Number{60.0};
        test::seal(block);
        parent = block.hash;
        bad.push_back(block);
    }
    for (std::size_t i = 0; i < 3; ++i) accepted(state().accept(bad[i], BlockOrigin::sync));
    EXPECT_EQ(rule_of(state().accept(bad[3], BlockOrigin::sync)), chain::Rule::coinbase_value);
    const ChainChange change = state().commit().value().value();
    EXPECT_FALSE(change.is_reorg());
    EXPECT_EQ(change.connected_blocks, 10U);
    EXPECT_EQ(state().tip()->block.hash.to_hex(), trunk_.block(9).hash);
}

// Coins are made, spent and made again in every layer that there is: what changes, what is on its way, what is stored.
TEST_F(WriteBehind, EqualsAReplayWhereverAWriteBegins) {
    tools::ChainMaker maker({.transactions = 6, .inputs = 2, .outputs = 3, .wallets = 5});
    consensus::ChainReplay replay(kParams);
    for (std::size_t i = 0; i < 90; ++i) {
        const chain::Block block = maker.next();
        ASSERT_TRUE(replay.append(block));
        accepted(state().accept(block, BlockOrigin::sync));
        if (i % 7 == 3 && !state().is_committing()) state().start_commit([] {});
        if (i % 7 == 6) {
            ASSERT_TRUE(state().end_commit());
        }
    }
    ASSERT_TRUE(state().commit());
    EXPECT_EQ(state().tip()->utxo_digest, replay.coins().digest());
    EXPECT_EQ(state().tip()->coin_count, replay.coins().size());
    consensus::UtxoDigest stored;
    ASSERT_TRUE(database().snapshot()->for_each_coin([&](const consensus::NamedCoin& coin) { stored.add(coin); }));
    EXPECT_EQ(stored.value(), replay.coins().digest());
}

}  // namespace
}  // namespace chaincore::state
