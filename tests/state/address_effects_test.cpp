// SPDX-License-Identifier: MIT
#include "state/address_effects.hpp"

#include "chaincore/consensus/connect_block.hpp"
#include "support/test_chain.hpp"

#include <gtest/gtest.h>

namespace chaincore::state {
namespace {

TEST(AddressEffects, TellWhatEachTransactionDidToEachAddress) {
    const test::TestChain chain(3);
    const auto to_itself_and_other = test::make_payment({test::spend(chain.reward(0)), test::spend(chain.reward(1))},
                                                        {test::pay(60.0, 2), test::pay(39.0, test::kMiner)});
    const auto to_other = test::make_payment({test::spend(chain.reward(2))}, {test::pay(50.0, 2)});
    const chain::Block block = chain.make_block({to_itself_and_other, to_other});
    const auto connected = connect_block(block, chain.replay().next_context(), chain.replay().coins());
    ASSERT_TRUE(connected);

    const auto effects = address_effects(block, connected->diff, 3);
    ASSERT_EQ(effects.size(), 5U);
    const auto effect = [&](std::uint32_t position, std::uint8_t owner) {
        for (const AddressEffect& each : effects)
            if (each.entry.place.position == position && each.address == test::address_of(owner)) return each.entry;
        throw std::logic_error("no such effect");
    };
    EXPECT_TRUE(effect(0, test::kMiner).is_coinbase);
    EXPECT_EQ(effect(0, test::kMiner).received, 50.0);
    EXPECT_EQ(effect(1, test::kMiner).spent, 100.0);
    EXPECT_EQ(effect(1, test::kMiner).received, 39.0);
    EXPECT_FALSE(effect(1, test::kMiner).is_coinbase);
    EXPECT_EQ(effect(1, 2).received, 60.0);
    EXPECT_EQ(effect(1, 2).spent, 0.0);
    EXPECT_EQ(effect(2, test::kMiner).spent, 50.0);
    EXPECT_EQ(effect(2, 2).place, (storage::TransactionPlace{3, 2}));
    EXPECT_EQ(effect(2, 2).tx_id.to_hex(), to_other.tx_id);
}

}  // namespace
}  // namespace chaincore::state
