// SPDX-License-Identifier: MIT
#include "chaincore/state/pushed_side_blocks.hpp"

#include <gtest/gtest.h>

namespace chaincore::state {
namespace {

constexpr std::uint64_t kTip = 1000;

TEST(PushedSideBlocks, AreNoDeeperThanAHundred) {
    PushedSideBlocks blocks;
    EXPECT_TRUE(blocks.have_room(kTip, 1000, kTip));
    EXPECT_TRUE(blocks.have_room(kTip - 99, 1000, kTip)) << "its branch leaves a hundred behind";
    EXPECT_FALSE(blocks.have_room(kTip - 100, 1000, kTip));
    EXPECT_TRUE(blocks.have_room(0, 1000, 50)) << "a genesis of a young chain";
}

TEST(PushedSideBlocks, AreCounted) {
    PushedSideBlocks blocks;
    for (std::size_t i = 0; i < PushedSideBlocks::kMaxBlocks; ++i) {
        EXPECT_TRUE(blocks.have_room(kTip, 1000, kTip)) << i;
        blocks.add(kTip, 1000);
    }
    EXPECT_FALSE(blocks.have_room(kTip, 1000, kTip));
}

TEST(PushedSideBlocks, AreWeighed) {
    PushedSideBlocks blocks;
    blocks.add(kTip, PushedSideBlocks::kMaxBytes - 1000);
    EXPECT_TRUE(blocks.have_room(kTip, 1000, kTip));
    EXPECT_FALSE(blocks.have_room(kTip, 1001, kTip));
}

TEST(PushedSideBlocks, LeaveTheirRoomToOthersOnceTheChainHasGrown) {
    PushedSideBlocks blocks;
    for (std::size_t i = 0; i < PushedSideBlocks::kMaxBlocks; ++i) blocks.add(kTip, PushedSideBlocks::kMaxBytes / 500);
    EXPECT_FALSE(blocks.have_room(kTip + 99, 1000, kTip + 99));
    EXPECT_TRUE(blocks.have_room(kTip + 100, 1000, kTip + 100));
    EXPECT_TRUE(blocks.have_room(kTip + 100, PushedSideBlocks::kMaxBytes, kTip + 100));
}

}  // namespace
}  // namespace chaincore::state
