// SPDX-License-Identifier: MIT
#include "chaincore/state/chain_state.hpp"
#include "state/state_fixture.hpp"
#include "support/verdict.hpp"

#include <gtest/gtest.h>

namespace chaincore::state {
namespace {

using chain::Rule;
using test::TestChain;

class Reorg : public StateFixture {
protected:
    explicit Reorg(ReorgLimits limits = {}) : StateFixture(limits) {}
    void SetUp() override { hand_in_all(trunk_, 0, 9); }

    // Longer than the trunk from block 8 on, which holds a payment.
    TestChain branch_with_payment() const {
        TestChain other = branch(trunk_, 8, 8);
        append_late(other, 1, {test::make_payment({test::spend(trunk_.reward(1))}, {test::pay(49.0, 2)})});
        append_late(other, 1);
        append_late(other, 1);
        return other;
    }

    // The same block by its hash, which does not cover signatures.
    static chain::Block with_broken_signature(chain::Block block) {
        block.transactions[1].inputs[0].signature.signature = "3006020101020101";
        return block;
    }

    TestChain trunk_{10};
};

TEST_F(Reorg, DoesNotHappenForAnEquallyLongBranch) {
    const TestChain other = branch(trunk_, 8, 10);
    hand_in(other.block(8));
    const Outcome outcome = hand_in(other.block(9));
    EXPECT_FALSE(accepted(outcome).is_on_best_chain);
    EXPECT_EQ(accepted(outcome).chain_length, 10U);
    expect_state_of(trunk_);
    EXPECT_FALSE(accepted(hand_in(other.block(9))).is_on_best_chain) << "it is known, and still not on the best chain";
    reopen();
    expect_state_of(trunk_);
}

TEST_F(Reorg, FollowsTheLongerBranch) {
    const TestChain other = branch(trunk_, 6, 11);
    hand_in_all(other, 6, 9);
    expect_state_of(trunk_);
    EXPECT_TRUE(accepted(hand_in(other.block(10))).is_on_best_chain);
    expect_state_of(other);
    reopen();
    expect_state_of(other);
}

TEST_F(Reorg, TellsTheOriginOfTheBlockThatBroughtItAbout) {
    const TestChain other = branch(trunk_, 8, 11);
    hand_in_all(other, 8, 9);
    accepted(state().accept(other.block(10), BlockOrigin::sync));
    const auto change = state().commit().value().value();
    ASSERT_EQ(change.connected.size(), 3U);
    for (const ConnectedBlock& connected : change.connected) EXPECT_EQ(connected.origin, BlockOrigin::sync);
}

TEST_F(Reorg, GoesBackAndForth) {
    TestChain other = branch(trunk_, 6, 11);
    hand_in_all(other, 6, 10);
    expect_state_of(other);
    append_late(trunk_, 0);
    append_late(trunk_, 0);
    hand_in_all(trunk_, 10, 11);
    expect_state_of(trunk_);
    append_late(other, 1);
    append_late(other, 1);
    hand_in_all(other, 11, 12);
    expect_state_of(other);
}

TEST_F(Reorg, MayReplaceEvenTheGenesis) {
    const TestChain other = branch(trunk_, 0, 11);
    hand_in_all(other, 0, 10);
    expect_state_of(other);
}

TEST_F(Reorg, ReturnsThePaymentsOfTheOldBranch) {
    const auto payment = test::make_payment({test::spend(trunk_.reward(1))}, {test::pay(49.0, 2)});
    append_late(trunk_, 0, {payment});
    accepted(hand_in(trunk_.block(10)));
    const TestChain other = branch(trunk_, 10, 12, 1);
    accepted(hand_in(other.block(10)));
    accepted(state().accept(other.block(11), BlockOrigin::peer));
    const auto change = state().commit();
    ASSERT_TRUE(change && *change);
    EXPECT_TRUE((*change)->is_reorg());
    EXPECT_EQ((*change)->disconnected, 1U);
    EXPECT_EQ((*change)->returned, std::vector{payment});
    ASSERT_EQ((*change)->connected.size(), 2U);
    EXPECT_EQ(*(*change)->connected[1].block, other.block(11));
    EXPECT_TRUE(state().tip()->snapshot->history_of(test::address_of(2)).value().empty());
    EXPECT_EQ(state().tip()->snapshot->transaction(*crypto::Hash256::from_hex(payment.tx_id)).value(), std::nullopt);
}

// A chain whose block at `bad` pays out more than it takes in; what builds on it is fine.
TestChain with_overspending(const TestChain& trunk, std::size_t bad, std::vector<chain::Block>& blocks,
                            std::size_t length) {
    TestChain chain(0);
    for (std::size_t height = 0; height < bad; ++height) chain.append(trunk.block(height));
    const auto too_much = test::make_payment({test::spend(trunk.reward(1))}, {test::pay(51.0, 2)});
    chain::Block block = chain.make_block({too_much});
    while (blocks.size() + bad < length) {
        blocks.push_back(block);
        chain::Block next = block;
        next.header.height = chain::Number{*block.header.height.to_natural() + 1};
        next.header.previous_hash = block.hash;
        next.header.timestamp = chain::Number{block.header.timestamp.to_double() + 10};
        next.transactions = {next.transactions[0]};
        next.transactions[0].inputs[0].script_sig = "COINBASE_BLOCK_" + next.header.height.text();
        test::seal(next);
        block = next;
    }
    return chain;
}

TEST_F(Reorg, RefusesAnInvalidBlockOfASideBranchAtOnce) {
    std::vector<chain::Block> bad;
    with_overspending(trunk_, 8, bad, 9);
    EXPECT_EQ(rule_of(hand_in(bad[0])), Rule::overspent);
    EXPECT_EQ(rule_of(hand_in(bad[0])), Rule::overspent);
    expect_state_of(trunk_);
}

TEST_F(Reorg, TakesTheHonestBlockOfASideBranchAfterAMutatedOne) {
    const TestChain other = branch_with_payment();
    chain::Block mutated = with_broken_signature(other.block(8));
    for (int copy = 0; copy < 20; ++copy) {
        mutated.transactions[1].inputs[0].script_sig = std::to_string(copy);
        EXPECT_EQ(rule_of(hand_in(mutated)), Rule::signature);
    }
    hand_in_all(other, 8, 10);
    expect_state_of(other);
}

// Blocks of side branches are judged when their branch overtakes.
class CrowdedReorg : public Reorg {
protected:
    // A block beside the tip; every number is another one.
    chain::Block beside_the_tip(std::size_t number) const {
        TestChain chain = branch(trunk_, 9, 9);
        append_late(chain, 1 + 1e-3 * static_cast<double>(number));
        return chain.block(9);
    }

    void fill_the_room() {
        for (std::size_t number = 0; number < PushedSideBlocks::kMaxBlocks; ++number)
            accepted(state().accept(beside_the_tip(number), BlockOrigin::peer));
        ASSERT_TRUE(state().commit());
    }

    static bool is_refused(const Outcome& outcome) {
        const auto* stale = std::get_if<Stale>(&outcome);
        return stale != nullptr && stale->reason == Stale::Reason::side_branch;
    }
};

TEST_F(CrowdedReorg, HasAnEndForBlocksThatArePushed) {
    fill_the_room();
    const chain::Block one_more = beside_the_tip(PushedSideBlocks::kMaxBlocks);
    EXPECT_TRUE(is_refused(hand_in(one_more)));
    EXPECT_TRUE(is_refused(hand_in(one_more))) << "it is not known now";
    expect_state_of(trunk_);
}

TEST_F(CrowdedReorg, GoesOnWithWhatIsWorthMore) {
    fill_the_room();
    TestChain other = branch(trunk_, 9, 9);
    other.append(beside_the_tip(7));
    append_late(other, 1);
    EXPECT_TRUE(accepted(hand_in(other.block(10))).is_on_best_chain) << "one that makes a branch the best";
    append_late(other, 1);
    EXPECT_TRUE(accepted(hand_in(other.block(11))).is_on_best_chain) << "one on top of the tip";
    expect_state_of(other);
}

TEST_F(CrowdedReorg, TakesWhatIsFetched) {
    fill_the_room();
    const TestChain other = branch(trunk_, 6, 11, 2);
    EXPECT_TRUE(is_refused(hand_in(other.block(6))));
    for (std::size_t height = 6; height < 11; ++height) accepted(hand_in(other.block(height), BlockOrigin::sync));
    expect_state_of(other);
}

TEST_F(CrowdedReorg, FollowsAHundredBlocksThatArePushedOneByOneAndNoMore) {
    const TestChain longer = branch(trunk_, 10, 10 + PushedSideBlocks::kMaxDepth);
    hand_in_all(longer, 10, longer.replay().length() - 1);
    EXPECT_TRUE(is_refused(hand_in(branch(longer, 9, 10, 2).block(9)))) << "it would replace one block more";
    const TestChain other = branch(longer, 10, longer.replay().length() + 1, 2);
    hand_in_all(other, 10, longer.replay().length());
    expect_state_of(other);
}

class DeepReorg : public Reorg {
protected:
    explicit DeepReorg(ReorgLimits limits = {1000, std::size_t{32} << 20, 0}) : Reorg(limits) {}
};

TEST_F(DeepReorg, TurnsBackFromAnInvalidBranchAndForgetsIt) {
    std::vector<chain::Block> bad;
    with_overspending(trunk_, 8, bad, 11);
    EXPECT_FALSE(accepted(hand_in(bad[0])).is_on_best_chain) << "what it spends is not judged yet";
    accepted(hand_in(bad[1]));
    EXPECT_EQ(rule_of(hand_in(bad[2])), Rule::overspent);
    expect_state_of(trunk_);
    EXPECT_EQ(rule_of(hand_in(bad[0])), Rule::overspent) << "without another look";
    EXPECT_EQ(rule_of(hand_in(bad[1])), Rule::overspent) << "nor at what builds on it";
    reopen();
    expect_state_of(trunk_);
    EXPECT_FALSE(accepted(hand_in(bad[0])).is_duplicate) << "nothing of the branch was kept";
}

TEST_F(DeepReorg, TakesAnHonestCopyOnceTheMutatedOneIsRefused) {
    const TestChain other = branch_with_payment();
    const chain::Block mutated = with_broken_signature(other.block(8));
    accepted(hand_in(mutated));
    accepted(hand_in(other.block(9)));
    EXPECT_EQ(rule_of(hand_in(other.block(10))), Rule::signature);
    expect_state_of(trunk_);
    hand_in_all(other, 8, 10);
    expect_state_of(other);
}

TEST_F(DeepReorg, SaysNoForABlockWhoseWaitingChildrenShowThatItIsInvalid) {
    std::vector<chain::Block> bad;
    with_overspending(trunk_, 8, bad, 11);
    hand_in(bad[2]);
    hand_in(bad[1]);
    EXPECT_EQ(rule_of(hand_in(bad[0])), Rule::overspent);
    EXPECT_EQ(database().snapshot()->block(*crypto::Hash256::from_hex(bad[0].hash)).value(), std::nullopt);
    expect_state_of(trunk_);
}

TEST_F(DeepReorg, TakesBackWhatALaterBlockOfTheGroupDisproves) {
    std::vector<chain::Block> bad;
    with_overspending(trunk_, 8, bad, 11);
    std::vector<Outcome> outcomes;
    for (const chain::Block& block : bad) outcomes.push_back(state().accept(block, BlockOrigin::peer));
    EXPECT_FALSE(accepted(outcomes[0]).is_on_best_chain);
    EXPECT_EQ(rule_of(state().reconsider(outcomes[0])), Rule::overspent);
    EXPECT_EQ(rule_of(state().reconsider(outcomes[2])), Rule::overspent);
}

TEST_F(DeepReorg, TellsNothingOfABranchThatWasTriedInVain) {
    std::vector<chain::Block> bad;
    with_overspending(trunk_, 8, bad, 12);
    for (std::size_t i = 0; i < 3; ++i) hand_in(bad[i]);  // as long as the trunk and its next block
    reopen();
    append_late(trunk_, 0);
    accepted(state().accept(trunk_.block(10), BlockOrigin::peer));
    for (std::size_t i = 0; i < 4; ++i) state().accept(bad[i], BlockOrigin::peer);
    const auto change = state().commit();
    ASSERT_TRUE(change && *change);
    EXPECT_FALSE((*change)->is_reorg());
    EXPECT_TRUE((*change)->returned.empty());
    ASSERT_EQ((*change)->connected.size(), 1U);
    EXPECT_EQ(*(*change)->connected[0].block, trunk_.block(10));
    expect_state_of(trunk_);
}

TEST_F(DeepReorg, KeepsItsTipWhenAnotherBranchTurnsOutInvalid) {
    std::vector<chain::Block> bad;
    with_overspending(trunk_, 7, bad, 12);
    const TestChain good = branch(trunk_, 9, 11);
    hand_in(bad[0]);
    hand_in(bad[1]);
    accepted(hand_in(good.block(9)));
    accepted(hand_in(bad[2]));
    accepted(hand_in(good.block(10)));
    expect_state_of(good);
    hand_in(bad[3]);
    EXPECT_EQ(rule_of(hand_in(bad[4])), Rule::overspent);
    expect_state_of(good);
}

// Three blocks or less at a time.
class SteppedReorg : public DeepReorg {
protected:
    SteppedReorg() : DeepReorg({3, std::size_t{1} << 20, 0}) {}
};

TEST_F(SteppedReorg, EndsWhereAnUndividedOneDoes) {
    const TestChain other = branch(trunk_, 1, 14);
    hand_in_all(other, 1, 13);
    expect_state_of(other);
    EXPECT_EQ(state().tip()->snapshot->reorg_target().value(), std::nullopt) << "the mark is gone";
}

TEST_F(SteppedReorg, PublishesNothingInBetween) {
    const TestChain other = branch(trunk_, 1, 14);
    hand_in_all(other, 1, 9);
    accepted(state().accept(other.block(10), BlockOrigin::peer));
    EXPECT_EQ(state().tip()->block.hash.to_hex(), trunk_.block(9).hash);
    EXPECT_NE(database().snapshot()->reorg_target().value(), std::nullopt) << "the store is on its way";
    EXPECT_EQ(state().tip()->snapshot->tip().value()->hash.to_hex(), trunk_.block(9).hash);
    ASSERT_TRUE(state().commit());
    EXPECT_EQ(state().tip()->block.hash.to_hex(), other.block(10).hash);
}

TEST_F(SteppedReorg, IsFinishedAfterACrash) {
    const TestChain other = branch(trunk_, 1, 14);
    hand_in_all(other, 1, 9);
    accepted(state().accept(other.block(10), BlockOrigin::peer));
    ASSERT_NE(database().snapshot()->reorg_target().value(), std::nullopt);
    reopen();  // without the last commit
    EXPECT_EQ(state().tip()->block.hash.to_hex(), other.block(10).hash);
    EXPECT_EQ(state().tip()->snapshot->reorg_target().value(), std::nullopt);
    hand_in_all(other, 11, 13);
    expect_state_of(other);
}

TEST_F(SteppedReorg, ComesBackFromABlockThatIsRefusedLate) {
    std::vector<chain::Block> bad;
    // The branch is honest for eight blocks and overspends then, steps away from the fork.
    const TestChain honest = branch(trunk_, 1, 9);
    with_overspending(honest, 9, bad, 11);
    hand_in_all(honest, 1, 8);
    hand_in(bad[0]);
    EXPECT_EQ(rule_of(hand_in(bad[1])), Rule::overspent);
    expect_state_of(trunk_);
    reopen();
    expect_state_of(trunk_);
}

// The last step before the refused block ends where the branch is as long as the trunk.
TEST_F(SteppedReorg, ComesBackToTheChainThatWasSeenFirst) {
    const TestChain as_long = branch(trunk_, 7, 10);
    std::vector<chain::Block> bad;
    with_overspending(as_long, 10, bad, 11);
    hand_in_all(as_long, 7, 9);
    EXPECT_EQ(rule_of(hand_in(bad[0])), Rule::overspent);
    expect_state_of(trunk_);
    reopen();
    expect_state_of(trunk_);
}

}  // namespace
}  // namespace chaincore::state
