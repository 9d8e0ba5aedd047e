// SPDX-License-Identifier: MIT
// What headers alone prove, and what they do not get past.
#include "sync/header_chain.hpp"

#include "chaincore/chain/genesis.hpp"
#include "support/test_chain.hpp"
#include "support/verdict.hpp"

#include <gtest/gtest.h>

namespace chaincore::sync {
namespace {

using chain::Number;
using chain::Rule;
using consensus::ChainWork;
using test::kAccepted;
using test::refused_by;

class Headers : public testing::Test {
protected:
    std::optional<Rule> append(std::size_t height) { return append(blocks_.block(height)); }
    std::optional<Rule> append(const chain::Block& block) {
        return refused_by(headers_.append(block.header, block.hash));
    }
    crypto::Hash256 hash_of(std::size_t height) const { return *crypto::Hash256::from_hex(blocks_.block(height).hash); }

    const test::TestChain blocks_{6};
    HeaderChain headers_{chain::classic_params(1), {}};
};

TEST_F(Headers, BeginWithAGenesisOrBehindABlock) {
    EXPECT_TRUE(headers_.is_empty());
    EXPECT_EQ(append(0), kAccepted);
    HeaderChain behind(chain::classic_params(1), {3, hash_of(2), ChainWork{0, 3}});
    EXPECT_EQ(refused_by(behind.append(blocks_.block(3).header, blocks_.block(3).hash)), kAccepted);
    EXPECT_EQ(behind.first(), 3U);
    EXPECT_EQ(behind.end(), 4U);
    EXPECT_EQ(behind.work(), (ChainWork{0, 4}));
}

TEST_F(Headers, KnowTheirBlocksByHeightAndHash) {
    for (std::size_t height = 0; height < 4; ++height) ASSERT_EQ(append(height), kAccepted);
    EXPECT_TRUE(headers_.has(2, hash_of(2)));
    EXPECT_FALSE(headers_.has(2, hash_of(3)));
    EXPECT_FALSE(headers_.has(4, hash_of(4)));
    EXPECT_EQ(headers_.work(), (ChainWork{0, 4}));
}

TEST_F(Headers, GoOnBehindTheirLast) {
    ASSERT_EQ(append(0), kAccepted);
    ASSERT_EQ(append(1), kAccepted);
    HeaderChain next(chain::classic_params(1), headers_.last());
    EXPECT_EQ(refused_by(next.append(blocks_.block(2).header, blocks_.block(2).hash)), kAccepted);
    EXPECT_EQ(next.work(), (ChainWork{0, 3}));
}

TEST_F(Headers, StandAtTheirPlaceBehindTheOneBefore) {
    ASSERT_EQ(append(0), kAccepted);
    EXPECT_EQ(append(2), Rule::block_index);
    chain::Block stranger = blocks_.block(1);
    stranger.header.previous_hash = blocks_.block(3).hash;
    test::set_hash(stranger);
    EXPECT_EQ(append(stranger), Rule::previous_hash);
    EXPECT_EQ(append(1), kAccepted) << "nothing has changed";
}

TEST_F(Headers, HaveTheWorkThatTheyClaim) {
    chain::Block block = blocks_.block(0);
    block.hash[63] = block.hash[63] == 'a' ? 'b' : 'a';
    EXPECT_EQ(append(block), Rule::block_hash);
    block = blocks_.block(0);
    do {
        block.header.nonce = Number{*block.header.nonce.to_natural() + 1};
        test::set_hash(block);
    } while (block.hash[0] == '0');
    EXPECT_EQ(append(block), Rule::proof_of_work);
    block.header.target_difficulty = Number{0};
    test::set_hash(block);
    EXPECT_EQ(append(block), Rule::difficulty) << "less than the network's";
}

// Its hash is the digest of nothing.
TEST(MainlineHeaders, BeginWithTheNetworksGenesis) {
    HeaderChain headers(chain::mainline_params(), {});
    chain::Block genesis = chain::mainline_genesis();
    chain::Block other = genesis;
    other.header.nonce = Number{1};
    EXPECT_EQ(refused_by(headers.append(other.header, other.hash)), Rule::genesis);
    EXPECT_EQ(refused_by(headers.append(genesis.header, genesis.hash)), kAccepted);
    EXPECT_EQ(headers.work(), (ChainWork{0, 256})) << "16^2";
}

}  // namespace
}  // namespace chaincore::sync
