// SPDX-License-Identifier: MIT
#include "chaincore/state/refused_blocks.hpp"

#include <gtest/gtest.h>

namespace chaincore::state {
namespace {

using chain::Rule;

crypto::Hash256 name(std::size_t number) {
    crypto::Hash256 hash;
    hash.bytes[0] = static_cast<std::uint8_t>(number);
    hash.bytes[1] = static_cast<std::uint8_t>(number >> 8);
    return hash;
}

constexpr RefusedBlocks::Time kNow{std::chrono::hours(1)};

TEST(RefusedBlocks, RememberWhatNoCopyCouldPass) {
    RefusedBlocks refused;
    EXPECT_FALSE(refused.find(name(1), name(2)));
    refused.add(name(1), name(2), {Rule::overspent, "too much"});
    ASSERT_TRUE(refused.find(name(1), name(3)));
    EXPECT_EQ(refused.find(name(1), name(3))->message, "too much");
    EXPECT_TRUE(refused.find(name(1)));
}

TEST(RefusedBlocks, RefuseOfASpoiledCopyNothingButThatCopy) {
    for (const Rule rule : {Rule::signature, Rule::wrong_owner}) {
        RefusedBlocks refused;
        for (std::size_t copy = 100; copy < 200; ++copy) refused.add(name(1), name(copy), {rule, ""});
        EXPECT_TRUE(refused.find(name(1), name(150)));
        EXPECT_FALSE(refused.find(name(1), name(2))) << "the honest one";
        EXPECT_FALSE(refused.find(name(1)));
    }
}

TEST(RefusedBlocks, ForgetTheOldest) {
    RefusedBlocks refused;
    for (std::size_t i = 0; i <= RefusedBlocks::kMaxEntries; ++i) refused.add(name(i), name(0), {Rule::overspent, ""});
    EXPECT_FALSE(refused.find(name(0)));
    EXPECT_TRUE(refused.find(name(1)));
}

TEST(RefusedBlocks, LetABlockWaitThatTheChainTurnedBackFromTooOften) {
    RefusedBlocks refused;
    for (std::size_t turn = 0; turn < RefusedBlocks::kMostTurns; ++turn) {
        EXPECT_FALSE(refused.must_wait(name(1), kNow)) << "turn " << turn;
        refused.note_turn(name(1), kNow);
    }
    EXPECT_TRUE(refused.must_wait(name(1), kNow));
    EXPECT_FALSE(refused.must_wait(name(2), kNow));
    EXPECT_FALSE(refused.must_wait(name(1), kNow + RefusedBlocks::kPause));
}

}  // namespace
}  // namespace chaincore::state
