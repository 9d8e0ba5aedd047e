// SPDX-License-Identifier: MIT
#include "chaincore/chain/params.hpp"

#include <gtest/gtest.h>

namespace chaincore::chain {
namespace {

TEST(ClassicParams, WantTheNetworksDifficultyOfEveryBlockButTheFirst) {
    const NetworkParams params = classic_params(8);
    EXPECT_EQ(params.lowest_difficulty(0), 5U);
    EXPECT_EQ(params.lowest_difficulty(1), 8U);
    EXPECT_EQ(params.lowest_difficulty(1'000'000), 8U);
    EXPECT_EQ(params.highest_difficulty(), 64U);
}

TEST(ClassicParams, WantNoMoreOfTheFirstBlockThanOfTheOthers) {
    EXPECT_EQ(classic_params(2).lowest_difficulty(0), 2U);
    EXPECT_EQ(classic_params(2).lowest_difficulty(1), 2U);
    EXPECT_EQ(classic_params(5).lowest_difficulty(0), 5U);
}

TEST(ClassicParams, KnowOneDialectAndNoFixedGenesis) {
    const NetworkParams params = classic_params(kDefaultClassicDifficulty);
    EXPECT_EQ(params.network, Network::classic);
    EXPECT_EQ(params.difficulty, 5U);
    EXPECT_FALSE(params.accepts_miner_dialect());
    EXPECT_FALSE(params.has_fixed_genesis());
}

TEST(MainlineParams, AllowOneToFifteenAtAnyHeight) {
    const NetworkParams params = mainline_params();
    for (const std::uint64_t height : {0, 1, 10, 1'000'000}) EXPECT_EQ(params.lowest_difficulty(height), 1U);
    EXPECT_EQ(params.highest_difficulty(), 15U);
    EXPECT_EQ(params.difficulty, 4U);
}

TEST(MainlineParams, KnowBothDialectsAndAFixedGenesis) {
    EXPECT_EQ(mainline_params().network, Network::mainline);
    EXPECT_TRUE(mainline_params().accepts_miner_dialect());
    EXPECT_TRUE(mainline_params().has_fixed_genesis());
}

TEST(NetworkNames, LeadBackToTheirNetworks) {
    EXPECT_EQ(network_name(Network::classic), "classic");
    EXPECT_EQ(network_name(Network::mainline), "mainline");
    EXPECT_EQ(network_from_name("classic"), Network::classic);
    EXPECT_EQ(network_from_name("mainline"), Network::mainline);
    EXPECT_EQ(network_from_name("Mainline"), std::nullopt);
}

}  // namespace
}  // namespace chaincore::chain
