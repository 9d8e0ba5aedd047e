// SPDX-License-Identifier: MIT
#include "chaincore/mempool/template_builder.hpp"

#include "chaincore/consensus/check_block.hpp"
#include "mempool/pool_fixture.hpp"
#include "support/verdict.hpp"

#include <gtest/gtest.h>

namespace chaincore::mempool {
namespace {

class Templates : public PoolFixture {};

TEST_F(Templates, AreAcceptedOnceMined) {
    for (std::size_t height = 1; height <= 5; ++height)
        ASSERT_TRUE(is_pooled(pool_.add(payment(height, 0.1 * static_cast<double>(height)))));
    Template made = make_template(pool_.select(kMaxTemplateTransactions, kMaxTemplateBytes), test::address_of(7),
                                  clock_.wall_now());
    EXPECT_EQ(made.block.transactions.size(), 6U);
    EXPECT_EQ(made.block.transactions[0].outputs[0].amount, chain::Number{50.0 + made.fees});
    EXPECT_EQ(made.block.transactions[0].outputs[0].recipient_address, test::address_of(7));
    test::mine(made.block, 1);
    EXPECT_EQ(chain_.judge(made.block), std::nullopt);
    connect(made.block);
    EXPECT_EQ(pool_.count(), 0U);
}

TEST_F(Templates, AreLaterThanAParentAheadOfTheClock) {
    const test::ManualClock slow{std::chrono::seconds(1'600'000'000)};
    Template made = make_template(pool_.select(10, 1000), test::address_of(7), slow.wall_now());
    EXPECT_GT(made.block.header.timestamp.to_double(), chain_.block(7).header.timestamp.to_double());
    test::mine(made.block, 1);
    EXPECT_EQ(chain_.judge(made.block), std::nullopt);
}

TEST_F(Templates, AskForTheChainsDifficulty) {
    const Template made = make_template(pool_.select(10, 1000), test::address_of(7), clock_.wall_now());
    EXPECT_EQ(made.block.header.target_difficulty, chain::Number{1});
    EXPECT_EQ(made.block.header.height, chain::Number{8});
    EXPECT_EQ(made.block.header.previous_hash, chain_.block(7).hash);
}

TEST(GenesisTemplate, IsAGenesisOnceMined) {
    const auto params = chain::classic_params(1);
    chain::Block block = make_genesis_template(1, util::WallTime(std::chrono::seconds(1'800'000'000)));
    test::mine(block, 1);
    EXPECT_EQ(test::refused_by(consensus::check_block(block, params)), std::nullopt);
    consensus::ChainReplay replay(params);
    EXPECT_EQ(test::refused_by(replay.append(block)), std::nullopt);
    EXPECT_EQ(block.transactions[0].outputs[0].recipient_address, "genesis");
}

}  // namespace
}  // namespace chaincore::mempool
