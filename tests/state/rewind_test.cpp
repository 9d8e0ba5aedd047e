// SPDX-License-Identifier: MIT
#include "chaincore/state/rewind.hpp"

#include "chaincore/state/store_audit.hpp"
#include "state/state_fixture.hpp"

#include <gtest/gtest.h>

#include <string>

namespace chaincore::state {
namespace {

using test::TestChain;

// Steps of three blocks.
class Rewind : public StateFixture {
protected:
    Rewind() : StateFixture({3, std::size_t{32} << 20, 100}) {}

    void SetUp() override {
        append_late(trunk_, 0, {test::make_payment({test::spend(trunk_.reward(1))}, {test::pay(49.0, 2)})});
        while (trunk_.replay().length() < 14) append_late(trunk_, 0);
        hand_in_all(trunk_, 0, 13);
    }

    Result<std::uint64_t, Error> rewind(std::uint64_t height) {
        state_.reset();
        return rewind_store(database(), kParams, height, clock_, log_, [](const util::Progress&) {}, limits_);
    }

    void expect_sound(std::uint64_t length, std::uint64_t side_blocks) {
        const auto audited = audit_store(*database().snapshot(), kParams, [](const util::Progress&) {});
        ASSERT_TRUE(audited) << audited.error().message;
        EXPECT_EQ(audited->length, length);
        EXPECT_EQ(audited->side_blocks, side_blocks);
    }

    static TestChain beginning_of(const TestChain& chain, std::size_t length) { return branch(chain, length, length); }

    TestChain trunk_{10};
};

TEST_F(Rewind, EndsWithTheStateOfThatHeight) {
    EXPECT_EQ(rewind(4).value(), 9U);
    expect_sound(5, 0);
    reopen();
    expect_state_of(beginning_of(trunk_, 5));
}

TEST_F(Rewind, IsUndoneByTheSameBlocks) {
    ASSERT_TRUE(rewind(9));
    reopen();
    hand_in_all(trunk_, 10, 13);
    expect_state_of(trunk_);
    expect_sound(14, 0);
}

TEST_F(Rewind, ForgetsBranchesThatWouldLeadAwayAgain) {
    const TestChain longer = branch(trunk_, 7, 12);
    const TestChain lower = branch(trunk_, 2, 4, 2);
    hand_in_all(longer, 7, 11);
    hand_in_all(lower, 2, 3);
    ASSERT_TRUE(rewind(8));
    reopen();
    expect_state_of(beginning_of(trunk_, 9));
    expect_sound(9, 4);  // of the longer one two are no better than the tip
}

TEST_F(Rewind, ToTheTipChangesNothing) {
    EXPECT_EQ(rewind(13).value(), 0U);
    reopen();
    expect_state_of(trunk_);
}

TEST_F(Rewind, IsRefusedAboveTheTip) {
    const auto gone = rewind(14);
    ASSERT_FALSE(gone);
    EXPECT_NE(gone.error().message.find("the chain has 14 blocks"), std::string::npos) << gone.error().message;
    reopen();
    expect_state_of(trunk_);
}

}  // namespace
}  // namespace chaincore::state
