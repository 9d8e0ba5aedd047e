// SPDX-License-Identifier: MIT
#include "chaincore/state/chain_state.hpp"

#include "state/state_fixture.hpp"
#include "storage/database_handle.hpp"
#include "storage/record_codec.hpp"
#include "support/recorded_chain.hpp"
#include "support/test_data.hpp"
#include "support/verdict.hpp"

#include <gtest/gtest.h>

namespace chaincore::state {
namespace {

using chain::Rule;
using crypto::Hash256;
using test::TestChain;

class State : public StateFixture {
protected:
    void SetUp() override { hand_in_all(trunk_, 0, 4); }

    Hash256 tip_hash() const { return *Hash256::from_hex(trunk_.block(4).hash); }

    // What stops the start over the store as it is.
    std::string fault_of_start() {
        const auto state = ChainState::open(database(), kParams, clock_, log_);
        return state ? "none" : state.error().message;
    }

    TestChain trunk_{5};
};

TEST_F(State, HasNoTipBeforeTheGenesis) {
    const test::TemporaryDirectory directory;
    auto database = storage::ChainDatabase::open(directory.path(), {}, storage::OpenMode::create);
    ASSERT_TRUE(database);
    const auto state = ChainState::open(*database, kParams, clock_, log_);
    ASSERT_TRUE(state);
    EXPECT_EQ((*state)->tip(), nullptr);
}

TEST_F(State, FollowsTheChain) { expect_state_of(trunk_); }

TEST_F(State, ConnectsPayments) {
    const auto payment =
        test::make_payment({test::spend(trunk_.reward(1))}, {test::pay(30.0, 2), test::pay(19.5, test::kMiner)});
    const chain::Block block = trunk_.make_block({payment});
    trunk_.append(block);
    accepted(hand_in(block));
    expect_state_of(trunk_);
    const auto coins = state().tip()->snapshot->coins_of(test::address_of(2)).value();
    ASSERT_EQ(coins.size(), 1U);
    EXPECT_EQ(coins[0].coin.amount, chain::Number{30.0});
    const auto history = state().tip()->snapshot->history_of(test::address_of(test::kMiner)).value();
    ASSERT_EQ(history.size(), 7U) << "six rewards and a payment";
    EXPECT_EQ(history[0].place, (storage::TransactionPlace{5, 1}));
    EXPECT_EQ(history[0].spent, 50.0);
    EXPECT_EQ(history[0].received, 19.5);
}

TEST_F(State, ResumesAfterARestart) {
    reopen();
    expect_state_of(trunk_);
    const chain::Block block = trunk_.make_block();
    trunk_.append(block);
    EXPECT_EQ(accepted(hand_in(block)).chain_length, 6U);
    expect_state_of(trunk_);
}

TEST_F(State, KnowsABlockAgain) {
    const Outcome outcome = hand_in(trunk_.block(2));
    EXPECT_TRUE(accepted(outcome).is_duplicate);
    EXPECT_TRUE(accepted(outcome).is_on_best_chain);
    EXPECT_EQ(accepted(outcome).chain_length, 5U);
}

TEST_F(State, RefusesABlockByTheRulesThatNeedTheChain) {
    const auto too_much = test::make_payment({test::spend(trunk_.reward(1))}, {test::pay(51.0, 2)});
    const chain::Block block = trunk_.make_block({too_much});
    EXPECT_EQ(rule_of(hand_in(block)), Rule::overspent);
    expect_state_of(trunk_);
    EXPECT_EQ(rule_of(hand_in(block)), Rule::overspent) << "nothing of it was kept";
}

TEST_F(State, RefusesAWrongHeightOnAKnownParent) {
    chain::Block block = trunk_.make_block();
    block.header.height = chain::Number{7};
    test::seal(block);
    EXPECT_EQ(rule_of(hand_in(block)), Rule::block_index);
}

TEST_F(State, AcceptsTheHonestBlockAfterAMutatedOne) {
    const auto payment = test::make_payment({test::spend(trunk_.reward(1))}, {test::pay(49.0, 2)});
    const chain::Block honest = trunk_.make_block({payment});
    chain::Block mutated = honest;
    mutated.transactions[1].inputs[0].signature.signature = "3006020101020101";
    ASSERT_EQ(mutated.hash, honest.hash);
    EXPECT_EQ(rule_of(hand_in(mutated)), Rule::signature);
    accepted(hand_in(honest));
    trunk_.append(honest);
    expect_state_of(trunk_);
}

TEST_F(State, AsksForTheBlocksBeforeAnUnknownParent) {
    TestChain longer = branch(trunk_, 5, 8);
    const Outcome outcome = hand_in(longer.block(7));
    const auto* missing = std::get_if<MissingBlocks>(&outcome);
    ASSERT_NE(missing, nullptr);
    EXPECT_EQ(missing->first, 5U);
    EXPECT_EQ(missing->last, 6U);
    expect_state_of(trunk_);
}

TEST_F(State, ConnectsOrphansOnceTheirParentsCome) {
    const TestChain longer = branch(trunk_, 5, 8);
    hand_in(longer.block(7));
    hand_in(longer.block(6));
    EXPECT_EQ(accepted(hand_in(longer.block(5))).chain_length, 8U);
    expect_state_of(longer);
}

TEST_F(State, KeepsNoFetchedBlockWhoseParentItLacks) {
    const TestChain longer = branch(trunk_, 5, 7);
    EXPECT_TRUE(std::holds_alternative<MissingBlocks>(hand_in(longer.block(6), BlockOrigin::sync)));
    EXPECT_EQ(accepted(hand_in(longer.block(5))).chain_length, 6U);
}

TEST_F(State, TellsAMinerThatItsBlockIsStale) {
    const TestChain other = branch(trunk_, 4, 5);
    const Outcome wrong_parent = hand_in(other.block(4), BlockOrigin::miner);
    const auto* stale = std::get_if<Stale>(&wrong_parent);
    ASSERT_NE(stale, nullptr);
    EXPECT_EQ(stale->reason, Stale::Reason::wrong_parent);
    EXPECT_EQ(stale->chain_length, 5U);

    chain::Block wrong_height = trunk_.make_block();
    wrong_height.header.height = chain::Number{6};
    test::seal(wrong_height);
    const Outcome ahead = hand_in(wrong_height, BlockOrigin::miner);
    ASSERT_TRUE(std::holds_alternative<Stale>(ahead));
    EXPECT_EQ(std::get<Stale>(ahead).reason, Stale::Reason::wrong_height);
}

TEST_F(State, AcceptsAMinersBlockOnItsTip) {
    const chain::Block block = trunk_.make_block();
    EXPECT_TRUE(accepted(hand_in(block, BlockOrigin::miner)).is_on_best_chain);
}

TEST_F(State, TellsWhatHasChanged) {
    const auto payment = test::make_payment({test::spend(trunk_.reward(1))}, {test::pay(49.0, 2)});
    const chain::Block block = trunk_.make_block({payment});
    accepted(state().accept(block, BlockOrigin::peer));
    const auto change = state().commit();
    ASSERT_TRUE(change && *change);
    EXPECT_EQ((*change)->tip, state().tip());
    ASSERT_EQ((*change)->connected.size(), 1U);
    EXPECT_EQ(*(*change)->connected[0].block, block);
    ASSERT_EQ((*change)->spent.size(), 1U);
    EXPECT_EQ((*change)->spent[0].tx_id.to_hex(), trunk_.reward(1).tx_id);
    EXPECT_FALSE((*change)->is_reorg());
    EXPECT_EQ(state().commit().value(), std::nullopt) << "there is nothing new";
}

TEST_F(State, TellsWhereAConnectedBlockCameFrom) {
    for (const BlockOrigin origin : {BlockOrigin::miner, BlockOrigin::peer, BlockOrigin::sync}) {
        const chain::Block block = trunk_.make_block();
        accepted(state().accept(block, origin));
        const auto change = state().commit().value().value();
        ASSERT_EQ(change.connected.size(), 1U);
        EXPECT_EQ(change.connected[0].origin, origin);
        trunk_.append(block);
    }
}

TEST_F(State, TellsThatAnOrphanWasPushedEvenIfItsParentWasFetched) {
    const TestChain longer = branch(trunk_, trunk_.replay().length(), trunk_.replay().length() + 2);
    const std::size_t next = trunk_.replay().length();
    hand_in(longer.block(next + 1), BlockOrigin::peer);
    accepted(state().accept(longer.block(next), BlockOrigin::sync));
    const auto change = state().commit().value().value();
    ASSERT_EQ(change.connected.size(), 2U);
    EXPECT_EQ(change.connected[0].origin, BlockOrigin::sync);
    EXPECT_EQ(change.connected[1].origin, BlockOrigin::peer);
}

TEST_F(State, WritesManyBlocksAtOnce) {
    const TestChain longer = branch(trunk_, 5, 30);
    for (std::size_t height = 5; height < 30; ++height)
        accepted(state().accept(longer.block(height), BlockOrigin::peer));
    EXPECT_EQ(state().tip()->length(), 5U) << "nobody sees what is not on disk";
    ASSERT_TRUE(state().commit());
    expect_state_of(longer);
    reopen();
    expect_state_of(longer);
}

TEST_F(State, DoesNotStartOverADamagedHeader) {
    state_.reset();
    database_.reset();
    {
        const auto handle = storage::DatabaseHandle::open(directory_.path() / "chain");
        ASSERT_TRUE(handle);
        auto* headers = (*handle)->column(storage::Column::headers);
        ASSERT_TRUE((*handle)->db().Put({}, headers, storage::encode_hash(tip_hash()), "too short").ok());
    }
    database_.emplace(*storage::ChainDatabase::open(directory_.path() / "chain", {chain::Network::classic, 1},
                                                    storage::OpenMode::create));
    EXPECT_NE(fault_of_start().find("is damaged: a header"), std::string::npos);
}

TEST_F(State, DoesNotStartOverABlockWithoutTheOneBefore) {
    storage::BlockRecord record = **database().snapshot()->block(tip_hash());
    record.previous_hash.bytes[0] ^= 1U;
    storage::Batch batch;
    batch.put_block(record, "{}");
    ASSERT_TRUE(database().write(batch));
    EXPECT_EQ(fault_of_start(), "the store is damaged: the block before " + record.hash.to_hex() + " is missing");
}

TEST(RecordedState, AgreesWithTheReplayOfARecordedChain) {
    const auto blocks = test::read_chain(test::read_data("vectors/chain_1000.json"));
    ASSERT_TRUE(blocks);
    const auto params = chain::classic_params(2);
    consensus::ChainReplay replay(params);
    const test::TemporaryDirectory directory;
    auto database =
        storage::ChainDatabase::open(directory.path(), {chain::Network::classic, 2}, storage::OpenMode::create);
    ASSERT_TRUE(database);
    const test::ManualClock clock{std::chrono::seconds(1'800'000'000)};
    util::NullLog log;
    const auto state = ChainState::open(*database, params, clock, log);
    ASSERT_TRUE(state);
    std::size_t height = 0;
    for (const chain::Block& block : *blocks) {
        ASSERT_EQ(test::refused_by(replay.append(block)), std::nullopt);
        accepted((*state)->accept(block, BlockOrigin::peer));
        if (++height % 37 != 0 && height != blocks->size()) continue;
        ASSERT_TRUE((*state)->commit());
        ASSERT_EQ((*state)->tip()->utxo_digest, replay.coins().digest()) << "at " << height;
    }
    EXPECT_EQ((*state)->tip()->coin_count, replay.coins().size());
}

}  // namespace
}  // namespace chaincore::state
