// SPDX-License-Identifier: MIT
// What is special about block 0 of each network.
#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/chain/genesis.hpp"
#include "chaincore/consensus/check_block.hpp"
#include "support/recorded_chain.hpp"
#include "support/test_chain.hpp"
#include "support/test_data.hpp"
#include "support/verdict.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace chaincore::consensus {
namespace {

using chain::Block;
using chain::Number;
using chain::Rule;
using test::kAccepted;
using test::refused_by;

std::optional<Rule> judge_classic(const std::function<void(Block&)>& change, std::uint64_t difficulty = 1) {
    const test::TestChain empty(0, chain::classic_params(difficulty));
    Block genesis = empty.make_block();
    change(genesis);
    test::seal(genesis);
    return empty.judge(genesis);
}

std::optional<Rule> judge_mainline(const std::function<void(Block&)>& change) {
    Block genesis = chain::mainline_genesis();
    change(genesis);
    return test::TestChain(0, chain::mainline_params()).judge(genesis);
}

TEST(ClassicGenesis, MayHaveAnyTimestamp) {
    for (const Number timestamp : {Number{1700000000.5}, Number{0}, Number{-1}, Number{-1e300}})
        EXPECT_EQ(judge_classic([&](Block& genesis) { genesis.header.timestamp = timestamp; }), kAccepted)
            << timestamp.text();
}

TEST(ClassicGenesis, HasIndex0) {
    EXPECT_EQ(judge_classic([](Block&) {}), kAccepted);
    EXPECT_EQ(judge_classic([](Block& genesis) { genesis.header.height = Number{1}; }), Rule::block_index);
    EXPECT_EQ(judge_classic([](Block& genesis) { genesis.header.height = Number{0.0}; }), Rule::block_index);
    EXPECT_EQ(judge_classic([](Block& genesis) { genesis.header.height = Number{-1}; }), Rule::block_index);
}

TEST(ClassicGenesis, Has64ZerosForItsParent) {
    EXPECT_EQ(judge_classic([](Block& genesis) { genesis.header.previous_hash[63] = '1'; }), Rule::previous_hash);
    EXPECT_EQ(judge_classic([](Block& genesis) { genesis.header.previous_hash.pop_back(); }), Rule::previous_hash);
    EXPECT_EQ(judge_classic([](Block& genesis) { genesis.header.previous_hash.clear(); }), Rule::previous_hash);
}

TEST(ClassicGenesis, ObeysTheOtherRules) {
    const auto pay_too_much = [](Block& genesis) { genesis.transactions[0].outputs[0].amount = Number{50.1}; };
    EXPECT_EQ(judge_classic(pay_too_much), Rule::coinbase_value);
    EXPECT_EQ(judge_classic([](Block& genesis) { genesis.transactions[0].version = Number{0}; }), Rule::version);
    EXPECT_EQ(judge_classic([](Block& genesis) { genesis.transactions[0].inputs.clear(); }), Rule::missing_coinbase);
}

TEST(ClassicGenesis, HasTheNetworksDifficultyWhereThatIsBelow5) {
    const auto claim = [](std::uint64_t difficulty) {
        return [=](Block& genesis) { genesis.header.target_difficulty = Number{difficulty}; };
    };
    EXPECT_EQ(judge_classic(claim(2), 2), kAccepted);
    EXPECT_EQ(judge_classic(claim(1), 2), Rule::difficulty);
    EXPECT_EQ(judge_classic(claim(3), 2), kAccepted);
}

TEST(ClassicGenesis, NeedsNoMoreThan5) {
    const auto recorded = test::read_chain(test::read_data("vectors/chain_10.json"));
    ASSERT_EQ(refused_by(recorded), kAccepted);
    const Block& genesis = recorded->front();
    ASSERT_EQ(genesis.header.target_difficulty, Number{5});
    for (const std::uint64_t difficulty : {1U, 5U, 6U, 64U})
        EXPECT_EQ(test::TestChain(0, chain::classic_params(difficulty)).judge(genesis), kAccepted) << difficulty;
}

TEST(ClassicGenesis, NeedsFive) {
    const test::TestChain five(0, chain::classic_params(5));
    Block genesis = test::TestChain(0, chain::classic_params(4)).make_block();
    ASSERT_EQ(genesis.header.target_difficulty, Number{4});
    EXPECT_EQ(test::TestChain(0, chain::classic_params(4)).judge(genesis), kAccepted);
    EXPECT_EQ(five.judge(genesis), Rule::difficulty);
}

TEST(ClassicGenesis, LowersTheDifficultyOfItselfAlone) {
    const auto recorded = test::read_chain(test::read_data("vectors/chain_10.json"));
    ASSERT_EQ(refused_by(recorded), kAccepted);
    test::TestChain six(0, chain::classic_params(6));
    six.append(recorded->at(0));
    EXPECT_EQ(six.judge(recorded->at(1)), Rule::difficulty);
}

TEST(PinnedGenesis, IsTheOnlyOneThatIsAccepted) {
    const test::TestChain chain(2, chain::classic_params(1));
    Block other = chain.block(0);
    other.header.timestamp = Number{test::kFirstTimestamp + 1};
    test::seal(other);
    chain::NetworkParams params = chain::classic_params(1);
    EXPECT_EQ(refused_by(check_block(other, params)), kAccepted);
    params.pinned_genesis = chain.block(0).hash;
    EXPECT_EQ(refused_by(check_block(chain.block(0), params)), kAccepted);
    EXPECT_EQ(refused_by(check_block(other, params)), Rule::genesis);
    EXPECT_EQ(refused_by(check_block(chain.block(1), params)), kAccepted) << "the others are not concerned";
}

TEST(PinnedGenesis, DoesNotExcuseFromTheOtherRules) {
    chain::NetworkParams params = chain::classic_params(1);
    Block genesis = test::TestChain(1, params).block(0);
    params.pinned_genesis = genesis.hash;
    genesis.header.nonce = Number{genesis.header.nonce.to_natural().value() + 1};
    EXPECT_EQ(refused_by(check_block(genesis, params)), Rule::block_hash);
}

TEST(MainlineGenesis, IsAConstantWhoseDigestsAreTakenOnTrust) {
    EXPECT_EQ(judge_mainline([](Block&) {}), kAccepted);
    EXPECT_EQ(test::TestChain(1, chain::mainline_params()).replay().coins().size(), 0u) << "nobody can name its coin";
}

TEST(MainlineGenesis, MayHaveItsOwnTransactionTime) {
    const auto judge = [](Number timestamp) {
        return judge_mainline([&](Block& genesis) { genesis.transactions[0].timestamp = timestamp; });
    };
    EXPECT_EQ(judge(Number{1795367691.1929228}), kAccepted);
    EXPECT_EQ(judge(Number{1}), kAccepted);
    EXPECT_EQ(judge(Number{0}), Rule::genesis);
    EXPECT_EQ(judge(Number{-1.5}), Rule::genesis);
}

TEST(MainlineGenesis, RefusesAnyOtherHeader) {
    const std::string zeros(chain::kZeroHash);
    EXPECT_EQ(judge_mainline([](Block&) {}), kAccepted) << "the control";
    EXPECT_EQ(judge_mainline([](Block& genesis) { genesis.header.nonce = Number{46764}; }), Rule::genesis);
    EXPECT_EQ(judge_mainline([](Block& genesis) { genesis.header.timestamp = Number{1640995200.0}; }), Rule::genesis);
    EXPECT_EQ(judge_mainline([](Block& genesis) { genesis.header.target_difficulty = Number{1}; }), Rule::genesis);
    EXPECT_EQ(judge_mainline([](Block& genesis) { genesis.header.previous_hash[0] = '1'; }), Rule::genesis);
    EXPECT_EQ(judge_mainline([&](Block& genesis) { genesis.header.merkle_root = zeros; }), Rule::genesis);
    EXPECT_EQ(judge_mainline([&](Block& genesis) { genesis.hash = zeros; }), Rule::genesis);
}

// What is asked of headers that come without their blocks.
TEST(MainlineGenesis, IsToldByItsHeaderAndHash) {
    const chain::NetworkParams params = chain::mainline_params();
    const Block genesis = chain::mainline_genesis();
    EXPECT_EQ(refused_by(check_header(genesis.header, genesis.hash, params)), kAccepted);
    EXPECT_EQ(refused_by(check_header(genesis.header, std::string(chain::kZeroHash), params)), Rule::genesis);
    chain::BlockHeader other = genesis.header;
    other.nonce = Number{46764};
    EXPECT_EQ(refused_by(check_header(other, genesis.hash, params)), Rule::genesis);
    EXPECT_EQ(refused_by(check_header(other, header_hash(other).to_hex(), params)), Rule::genesis);
}

TEST(MainlineGenesis, IsTheOnlyHeaderThatIsTakenOnTrust) {
    const test::TestChain chain(2, chain::mainline_params());
    const Block& next = chain.block(1);
    EXPECT_EQ(refused_by(check_header(next.header, next.hash, chain::mainline_params())), kAccepted);
    EXPECT_EQ(refused_by(check_header(next.header, chain.block(0).hash, chain::mainline_params())), Rule::block_hash);
    const Block first = test::TestChain(1).block(0);
    EXPECT_EQ(refused_by(check_header(first.header, first.hash, chain::classic_params(1))), kAccepted);
}

TEST(MainlineGenesis, RefusesAnyOtherTransaction) {
    const auto judge_coinbase = [](const std::function<void(chain::Transaction&)>& change) {
        return judge_mainline([&](Block& genesis) { change(genesis.transactions[0]); });
    };
    EXPECT_EQ(judge_coinbase([](auto& coinbase) { coinbase.outputs[0].amount = Number{50}; }), Rule::genesis);
    EXPECT_EQ(judge_coinbase([](auto& coinbase) { coinbase.outputs[0].recipient_address = "1"; }), Rule::genesis);
    EXPECT_EQ(judge_coinbase([](auto& coinbase) { coinbase.tx_id = transaction_id(coinbase).to_hex(); }),
              Rule::genesis);
    EXPECT_EQ(judge_coinbase([](auto& coinbase) { coinbase.inputs[0].script_sig.clear(); }), Rule::genesis);
    EXPECT_EQ(judge_coinbase([](auto& coinbase) { coinbase.lock_time = Number{1}; }), Rule::genesis);
    EXPECT_EQ(judge_mainline([](Block& genesis) { genesis.transactions.clear(); }), Rule::genesis);
    EXPECT_EQ(judge_mainline([](Block& genesis) { genesis.transactions.push_back(genesis.transactions[0]); }),
              Rule::genesis);
}

TEST(MainlineGenesis, StandsAtHeight0Only) {
    const test::TestChain chain(2, chain::mainline_params());
    EXPECT_EQ(chain.judge(chain.make_block()), kAccepted);
    EXPECT_EQ(chain.judge(chain::mainline_genesis()), Rule::block_index);
    EXPECT_EQ(test::TestChain(0, chain::mainline_params()).judge(chain.block(1)), Rule::block_index);
}

TEST(MainlineGenesis, IsNoBlockOfAClassicNetwork) {
    const test::TestChain classic(0, chain::classic_params(1));
    EXPECT_EQ(classic.judge(chain::mainline_genesis()), Rule::block_hash);
}

}  // namespace
}  // namespace chaincore::consensus
