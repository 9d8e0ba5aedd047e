// SPDX-License-Identifier: MIT
#include "node/genesis_maker.hpp"

#include "chaincore/chain/genesis.hpp"
#include "chaincore/consensus/chain_replay.hpp"
#include "support/manual_clock.hpp"
#include "support/verdict.hpp"

#include <gtest/gtest.h>

namespace chaincore::node {
namespace {

const test::ManualClock kClock{std::chrono::seconds(1'800'000'000)};

TEST(GenesisMaker, MinesOneThatTheRulesAccept) {
    for (const std::uint64_t difficulty : {1, 3}) {
        const auto params = chain::classic_params(difficulty);
        const auto genesis = make_genesis(params, kClock);
        ASSERT_TRUE(genesis) << genesis.error().message;
        consensus::ChainReplay replay(params);
        EXPECT_EQ(test::refused_by(replay.append(*genesis)), std::nullopt);
        EXPECT_EQ(genesis->header.target_difficulty, chain::Number{difficulty});
        EXPECT_LT(genesis->header.timestamp.to_double(), 1'800'000'000.0);
    }
}

TEST(GenesisMaker, AsksForNoMoreThanTheReferenceDoes) {
    const auto genesis = make_genesis(chain::classic_params(9), kClock);
    ASSERT_TRUE(genesis);
    EXPECT_EQ(genesis->header.target_difficulty, chain::Number{5});
}

TEST(GenesisMaker, TakesMainlinesConstant) {
    EXPECT_EQ(make_genesis(chain::mainline_params(), kClock).value(), chain::mainline_genesis());
}

TEST(GenesisMaker, NeedsAClock) {
    const test::ManualClock dead{std::chrono::seconds(1)};
    const auto genesis = make_genesis(chain::classic_params(1), dead);
    ASSERT_FALSE(genesis);
    EXPECT_NE(genesis.error().message.find("clock"), std::string::npos);
}

}  // namespace
}  // namespace chaincore::node
