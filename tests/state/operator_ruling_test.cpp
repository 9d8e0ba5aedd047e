// SPDX-License-Identifier: MIT
#include "chaincore/state/chain_state.hpp"
#include "chaincore/state/store_audit.hpp"
#include "state/state_fixture.hpp"

#include <gtest/gtest.h>

namespace chaincore::state {
namespace {

using chain::Rule;
using test::TestChain;

class RuledOut : public StateFixture {
protected:
    explicit RuledOut(ReorgLimits limits = {}) : StateFixture(limits) {}
    void SetUp() override { hand_in_all(trunk_, 0, 9); }

    static crypto::Hash256 hash_of(const TestChain& chain, std::size_t height) {
        return *crypto::Hash256::from_hex(chain.block(height).hash);
    }
    void rule_out(const TestChain& chain, std::size_t height) {
        const auto ruled = state().rule_out(hash_of(chain, height));
        EXPECT_TRUE(ruled) << ruled.error().message;
        EXPECT_TRUE(state().commit());
    }
    void readmit(const TestChain& chain, std::size_t height) {
        const auto ruled = state().readmit(hash_of(chain, height));
        EXPECT_TRUE(ruled) << ruled.error().message;
        EXPECT_TRUE(state().commit());
    }
    static TestChain beginning_of(const TestChain& chain, std::size_t length) { return branch(chain, length, length); }

    TestChain trunk_{10};
};

TEST_F(RuledOut, EndsTheChainBeforeTheBlock) {
    rule_out(trunk_, 7);
    expect_state_of(beginning_of(trunk_, 7));
    reopen();
    expect_state_of(beginning_of(trunk_, 7));
}

TEST_F(RuledOut, LeavesTheChainToTheNextBestBranch) {
    const TestChain other = branch(trunk_, 6, 9);
    const TestChain shorter = branch(trunk_, 6, 8, 2);
    hand_in_all(shorter, 6, 7);
    hand_in_all(other, 6, 8);
    rule_out(trunk_, 7);
    expect_state_of(other);
    rule_out(other, 6);
    expect_state_of(shorter);
}

TEST_F(RuledOut, RefusesTheBlockAndWhatBuildsOnIt) {
    rule_out(trunk_, 7);
    EXPECT_EQ(rule_of(hand_in(trunk_.block(7))), Rule::ruled_out);
    EXPECT_EQ(rule_of(hand_in(trunk_.block(9))), Rule::ruled_out);
    append_late(trunk_, 0);
    EXPECT_EQ(rule_of(hand_in(trunk_.block(10))), Rule::ruled_out) << "one that comes later";
    EXPECT_EQ(rule_of(hand_in(trunk_.block(10), BlockOrigin::sync)), Rule::ruled_out);
    expect_state_of(beginning_of(trunk_, 7));
    accepted(hand_in(branch(trunk_, 7, 8).block(7)));
}

TEST_F(RuledOut, LetsTheChainGrowAnotherWay) {
    rule_out(trunk_, 7);
    const TestChain other = branch(trunk_, 7, 9);
    hand_in_all(other, 7, 8);
    expect_state_of(other);
    reopen();
    expect_state_of(other);
}

TEST_F(RuledOut, ComesBackWhenItIsReadmitted) {
    const TestChain other = branch(trunk_, 7, 9);
    rule_out(trunk_, 7);
    hand_in_all(other, 7, 8);
    readmit(trunk_, 7);
    expect_state_of(trunk_);
    append_late(trunk_, 0);
    accepted(hand_in(trunk_.block(10)));
    reopen();
    expect_state_of(trunk_);
}

TEST_F(RuledOut, IsReadmittedWithWhatBuildsOnItAndWhatItBuildsOn) {
    rule_out(trunk_, 8);
    rule_out(trunk_, 5);
    expect_state_of(beginning_of(trunk_, 5));
    readmit(trunk_, 6);
    expect_state_of(trunk_);
    rule_out(trunk_, 4);
    readmit(trunk_, 9);
    expect_state_of(trunk_);
}

TEST_F(RuledOut, LeavesOtherRulingsAlone) {
    const TestChain other = branch(trunk_, 6, 12);
    hand_in_all(other, 6, 11);
    rule_out(other, 6);
    rule_out(trunk_, 8);
    readmit(trunk_, 8);
    expect_state_of(trunk_);
}

TEST_F(RuledOut, NeedsABlockThatIsKnown) {
    EXPECT_NE(state().rule_out({}).error().message.find("no block with the hash 0000"), std::string::npos);
    EXPECT_NE(state().readmit({}).error().message.find("no block with the hash 0000"), std::string::npos);
    EXPECT_NE(state().rule_out(hash_of(trunk_, 0)).error().message.find("where the chain begins"), std::string::npos);
    EXPECT_NE(state().readmit(hash_of(trunk_, 3)).error().message.find("is not ruled out"), std::string::npos);
    rule_out(trunk_, 7);
    EXPECT_FALSE(state().rule_out(hash_of(trunk_, 7)));
    expect_state_of(beginning_of(trunk_, 7));
}

TEST_F(RuledOut, MayBeOnASideBranch) {
    const TestChain other = branch(trunk_, 8, 10);
    hand_in_all(other, 8, 9);
    rule_out(other, 8);
    expect_state_of(trunk_);
    EXPECT_EQ(rule_of(hand_in(other.block(9))), Rule::ruled_out);
}

// As a crash leaves it: the ruling is on disk, and nothing more.
TEST_F(RuledOut, IsKeptByTheNextStart) {
    storage::Batch batch;
    batch.put_ruled_out({hash_of(trunk_, 5)});
    ASSERT_TRUE(database().write(batch));
    reopen();
    expect_state_of(beginning_of(trunk_, 5));
}

TEST_F(RuledOut, TellsWhoFollowsWhatHasChanged) {
    TestChain chain = beginning_of(trunk_, 10);
    append_late(chain, 0, {test::make_payment({test::spend(chain.reward(1))}, {test::pay(49.0, 2)})});
    accepted(hand_in(chain.block(10)));
    ASSERT_TRUE(state().rule_out(hash_of(chain, 9)));
    const auto change = state().commit().value();
    ASSERT_TRUE(change);
    EXPECT_EQ(change->disconnected, 2U);
    EXPECT_EQ(change->returned.size(), 1U) << "the payment is the pool's again";
    EXPECT_EQ(change->tip->block.hash.to_hex(), chain.block(8).hash);
}

TEST_F(RuledOut, LeavesASoundStore) {
    rule_out(trunk_, 7);
    const auto audited = audit_store(*database().snapshot(), kParams, [](const util::Progress&) {});
    ASSERT_TRUE(audited) << audited.error().message;
    EXPECT_EQ(audited->length, 7U);
    EXPECT_EQ(audited->side_blocks, 3U);
}

// Two blocks at a time, and nothing is judged before its turn.
class SteppedRuling : public RuledOut {
protected:
    SteppedRuling() : RuledOut({2, std::size_t{1} << 20, 0}) {}
};

TEST_F(SteppedRuling, EndsWhereAnUndividedOneDoes) {
    const TestChain other = branch(trunk_, 1, 9);
    hand_in_all(other, 1, 8);
    rule_out(trunk_, 1);
    expect_state_of(other);
    readmit(trunk_, 1);
    expect_state_of(trunk_);
    EXPECT_EQ(state().tip()->snapshot->reorg_target().value(), std::nullopt) << "the mark is gone";
}

TEST_F(SteppedRuling, DoesNotEndOnABranchThatIsInvalid) {
    TestChain other = branch(trunk_, 3, 7);
    hand_in_all(other, 3, 6);
    chain::Block bad = other.make_block({test::make_payment({test::spend(trunk_.reward(1))}, {test::pay(51.0, 2)})});
    accepted(hand_in(bad));
    rule_out(trunk_, 4);
    expect_state_of(other);
    EXPECT_EQ(rule_of(hand_in(bad)), Rule::overspent);
}

}  // namespace
}  // namespace chaincore::state
