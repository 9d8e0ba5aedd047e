// SPDX-License-Identifier: MIT
#include "chaincore/consensus/utxo_set.hpp"

#include "chaincore/consensus/connect_block.hpp"
#include "support/recorded_chain.hpp"
#include "support/test_data.hpp"
#include "support/verdict.hpp"

#include <gtest/gtest.h>

namespace chaincore::consensus {
namespace {

using chain::Number;

NamedCoin coin(std::uint32_t index, double amount) { return {{{}, index}, {Number{amount}, "somebody", 3}}; }

TEST(UtxoSet, FindsWhatWasAddedAndNothingElse) {
    UtxoSet coins;
    coins.add(coin(1, 50.0));
    EXPECT_EQ(coins.find(coin(1, 0).out_point), coin(1, 50.0).coin);
    EXPECT_EQ(coins.find(coin(2, 0).out_point), std::nullopt);
    EXPECT_EQ(coins.size(), 1u);
}

TEST(UtxoSet, AppliesADiffAndTakesItBack) {
    UtxoSet coins;
    coins.add(coin(1, 50.0));
    const crypto::Hash256 before = coins.digest();
    const UtxoDiff diff{{coin(1, 50.0)}, {coin(2, 20.0), coin(3, 30.0)}};
    coins.apply(diff);
    EXPECT_EQ(coins.size(), 2u);
    EXPECT_EQ(coins.find(coin(1, 0).out_point), std::nullopt);

    coins.undo(diff);
    EXPECT_EQ(coins.size(), 1u);
    EXPECT_EQ(coins.find(coin(1, 0).out_point), coin(1, 50.0).coin);
    EXPECT_EQ(coins.digest(), before);
}

TEST(UtxoSet, GoesForthAndBackOverAWholeChain) {
    const auto blocks = test::read_chain(test::read_data("vectors/chain_100.json"));
    ASSERT_EQ(test::refused_by(blocks), std::nullopt);
    ASSERT_EQ(blocks->size(), 100u);
    UtxoSet coins;
    std::vector<UtxoDiff> diffs;
    std::vector<crypto::Hash256> digests;
    std::string previous_hash(chain::kZeroHash);
    for (const chain::Block& block : *blocks) {
        const auto connected = connect_block(block, {diffs.size(), previous_hash, std::nullopt}, coins);
        ASSERT_EQ(test::refused_by(connected), std::nullopt);
        digests.push_back(coins.digest());
        coins.apply(connected->diff);
        diffs.push_back(connected->diff);
        previous_hash = block.hash;
    }
    EXPECT_GT(coins.size(), 100u);

    for (std::size_t i = diffs.size(); i-- > 0;) {
        coins.undo(diffs[i]);
        EXPECT_EQ(coins.digest(), digests[i]) << "before block " << i;
    }
    EXPECT_EQ(coins.size(), 0u);
    EXPECT_EQ(coins.digest(), crypto::Hash256{});
}

}  // namespace
}  // namespace chaincore::consensus
