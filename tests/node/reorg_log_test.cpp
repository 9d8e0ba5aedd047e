// SPDX-License-Identifier: MIT
#include "node/reorg_log.hpp"

#include <gtest/gtest.h>

namespace chaincore::node {
namespace {

class Reorgs : public testing::Test {
protected:
    static std::shared_ptr<const state::Tip> tip_at(std::uint64_t height, std::uint8_t digit) {
        auto tip = std::make_shared<state::Tip>();
        tip->block.height = height;
        tip->block.hash.bytes.fill(static_cast<std::uint8_t>(digit * 0x11));
        return tip;
    }

    void change_to(std::shared_ptr<const state::Tip> tip, std::size_t disconnected, std::size_t connected) {
        state::ChainChange change;
        change.tip = std::move(tip);
        change.disconnected = disconnected;
        change.connected_blocks = connected;
        log_.note(change);
    }

    util::SystemClock clock_;
    ReorgLog log_{nullptr, clock_};
};

TEST_F(Reorgs, AreNoneWhereTheChainOnlyGrows) {
    change_to(tip_at(0, 1), 0, 1);
    change_to(tip_at(1, 2), 0, 1);
    EXPECT_TRUE(log_.last().empty());
}

TEST_F(Reorgs, AreToldWithBothTips) {
    change_to(tip_at(7, 1), 0, 8);
    change_to(tip_at(8, 2), 2, 3);
    const auto last = log_.last();
    ASSERT_EQ(last.size(), 1U);
    EXPECT_EQ(last[0].left_blocks, 2U);
    EXPECT_EQ(last[0].new_blocks, 3U);
    EXPECT_EQ(last[0].old_tip.height, 7U);
    EXPECT_EQ(last[0].old_tip.hash, std::string(64, '1'));
    EXPECT_EQ(last[0].new_tip.height, 8U);
    EXPECT_EQ(last[0].new_tip.hash, std::string(64, '2'));
    EXPECT_FALSE(last[0].is_new_genesis);
    EXPECT_GT(last[0].time, 1.7e9);
}

TEST_F(Reorgs, BeginWithTheTipThatIsThere) {
    const auto tip = tip_at(5, 3);
    ReorgLog log(tip.get(), clock_);
    state::ChainChange change;
    change.tip = tip_at(4, 4);
    change.disconnected = 1;
    log.note(change);
    EXPECT_EQ(log.last().at(0).old_tip.height, 5U);
}

TEST_F(Reorgs, AreTheLastOnesNewestFirst) {
    for (std::uint64_t height = 0; height <= ReorgLog::kMost; ++height) change_to(tip_at(height, 1), 1, 1);
    const auto last = log_.last();
    ASSERT_EQ(last.size(), ReorgLog::kMost);
    EXPECT_EQ(last.front().new_tip.height, ReorgLog::kMost);
    EXPECT_EQ(last.back().new_tip.height, 1U);
}

}  // namespace
}  // namespace chaincore::node
