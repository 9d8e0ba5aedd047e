// SPDX-License-Identifier: MIT
#include "chaincore/consensus/chain_replay.hpp"

#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/chain/difficulty.hpp"
#include "support/recorded_chain.hpp"
#include "support/test_chain.hpp"
#include "support/test_data.hpp"
#include "support/verdict.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace chaincore::consensus {
namespace {

using chain::Block;
using test::refused_by;

// Reads a recorded answer and connects all of it.
ChainReplay replay_file(const std::string& name, const chain::NetworkParams& params) {
    ChainReplay replay(params);
    const auto blocks = test::read_chain(test::read_data("vectors/" + name));
    EXPECT_EQ(refused_by(blocks), std::nullopt) << name;
    for (const Block& block : blocks.value_or(std::vector<Block>{})) {
        const auto verdict = replay.append(block);
        EXPECT_TRUE(verdict) << name << ": " << (verdict ? "" : verdict.error().message);
    }
    return replay;
}

TEST(ChainReplay, AcceptsTheRecordedClassicChains) {
    EXPECT_EQ(replay_file("chain_10.json", chain::classic_params(2)).length(), 10u);
    EXPECT_EQ(replay_file("chain_100.json", chain::classic_params(2)).length(), 100u);
    EXPECT_EQ(replay_file("chain_1000.json", chain::classic_params(2)).length(), 1000u);
}

TEST(ChainReplay, AcceptsTheRecordedMainlineChain) {
    const ChainReplay replay = replay_file("head_chain_30.json", chain::mainline_params());
    EXPECT_EQ(replay.length(), 30u);
    EXPECT_EQ(replay.coins().size(), 29u) << "nobody can name the coin of the genesis";
}

TEST(ChainReplay, AdjustsTheDifficultyOfMainline) {
    const auto blocks = test::read_chain(test::read_data("vectors/head_chain_30.json"));
    ASSERT_EQ(refused_by(blocks), std::nullopt);
    ChainReplay replay(chain::mainline_params());
    std::uint64_t expected = chain::kFirstMainlineDifficulty;
    std::vector<double> timestamps;
    for (const Block& block : *blocks) {
        ASSERT_EQ(refused_by(replay.append(block)), std::nullopt);
        timestamps.push_back(block.header.timestamp.to_double());
        const std::size_t count = std::min<std::size_t>(timestamps.size(), chain::kAdjustmentInterval);
        expected = chain::next_mainline_difficulty(timestamps.size(), std::span(timestamps).last(count), expected);
        EXPECT_EQ(replay.next_difficulty(), expected) << "after block " << block.header.height.text();
        if (timestamps.size() == 9) {
            EXPECT_EQ(replay.next_difficulty(), 4u);
        }
        if (timestamps.size() == 10) {
            EXPECT_EQ(replay.next_difficulty(), 2u) << "the genesis is years older";
        }
    }
    EXPECT_EQ(timestamps.size(), 30u);
}

TEST(ChainReplay, AsksForTheDifficultyThatTheRecordedMinersWereAskedFor) {
    const auto blocks = test::read_chain(test::read_data("vectors/head_chain_30.json"));
    ASSERT_EQ(refused_by(blocks), std::nullopt);
    ChainReplay replay(chain::mainline_params());
    for (const Block& block : *blocks) {
        if (replay.length() > 0) {
            EXPECT_EQ(block.header.target_difficulty, chain::Number{replay.next_difficulty()}) << replay.length();
        }
        ASSERT_EQ(refused_by(replay.append(block)), std::nullopt);
    }
    EXPECT_EQ(replay.length(), 30u);
}

TEST(ChainReplay, KeepsTheDifficultyOfClassic) {
    EXPECT_EQ(replay_file("chain_100.json", chain::classic_params(2)).next_difficulty(), 2u);
}

TEST(ChainReplay, RefusesTheClassicChainsWhereMoreWorkIsDue) {
    const auto blocks = test::read_chain(test::read_data("vectors/chain_10.json"));
    ASSERT_EQ(refused_by(blocks), std::nullopt);
    ChainReplay replay(chain::classic_params(3));
    EXPECT_EQ(refused_by(replay.append(blocks->at(0))), std::nullopt);
    EXPECT_EQ(refused_by(replay.append(blocks->at(1))), chain::Rule::difficulty);
}

TEST(ChainReplay, KnowsItsTip) {
    const test::TestChain chain(3);
    const ChainReplay& replay = chain.replay();
    EXPECT_EQ(replay.length(), 3u);
    EXPECT_EQ(replay.tip_hash(), chain.block(2).hash);
    EXPECT_EQ(replay.tip(), chain.block(2).header);
    EXPECT_EQ(replay.next_context().height, 3u);
    EXPECT_EQ(replay.next_context().previous_hash, chain.block(2).hash);
    EXPECT_EQ(replay.next_context().median_time, test::kFirstTimestamp + test::kBlockInterval);
}

TEST(ChainReplay, ChangesNothingWhenItRefuses) {
    const test::TestChain chain(3);
    ChainReplay replay = chain.replay();
    Block block = chain.make_block();
    block.transactions[0].outputs[0].amount = chain::Number{51.0};
    test::seal(block);
    EXPECT_EQ(refused_by(replay.append(block)), chain::Rule::coinbase_value);
    EXPECT_EQ(replay.length(), 3u);
    EXPECT_EQ(replay.tip_hash(), chain.block(2).hash);
    EXPECT_EQ(replay.coins().digest(), chain.replay().coins().digest());
}

TEST(ChainReplay, StartsEmpty) {
    const ChainReplay replay(chain::classic_params(5));
    EXPECT_EQ(replay.length(), 0u);
    EXPECT_EQ(replay.tip(), std::nullopt);
    EXPECT_EQ(replay.next_context().median_time, std::nullopt);
    EXPECT_EQ(replay.next_difficulty(), 5u);
}

}  // namespace
}  // namespace chaincore::consensus
