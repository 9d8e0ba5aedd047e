// SPDX-License-Identifier: MIT
#include "state/signatures_ahead.hpp"

#include "chain_maker.hpp"
#include "chaincore/state/chain_thread.hpp"
#include "state/state_fixture.hpp"

#include <gtest/gtest.h>

namespace chaincore::state {
namespace {

constexpr std::size_t kLength = 40;

// The last blocks have 20 payments of two inputs each.
std::vector<chain::Block> blocks_with_payments() {
    tools::ChainMaker maker({.transactions = 20, .inputs = 2, .outputs = 3, .wallets = 4});
    std::vector<chain::Block> blocks;
    for (std::size_t i = 0; i < kLength; ++i) blocks.push_back(maker.next());
    return blocks;
}

// Of a block that stays what it is to its hash.
void spoil(chain::Block& block, std::size_t transaction) {
    block.transactions[transaction].inputs[1].signature.signature = block.transactions[1].inputs[0].signature.signature;
}

std::size_t known_signers(const consensus::SignatureCache& known, const chain::Block& block) {
    std::size_t count = 0;
    for (std::size_t i = 1; i < block.transactions.size(); ++i)
        for (const auto& input : block.transactions[i].inputs)
            count +=
                known.find_signer(consensus::SignatureCache::key_of(block.transactions[i], input)).has_value() ? 1 : 0;
    return count;
}

class Ahead : public StateFixture {
protected:
    const std::vector<chain::Block> blocks_ = blocks_with_payments();
    const std::shared_ptr<consensus::SignatureCache> known_ = std::make_shared<consensus::SignatureCache>();
};

TEST_F(Ahead, KnowsWhoHasSignedABlock) {
    SignaturesAhead ahead(known_);
    const auto block = std::make_shared<const chain::Block>(blocks_.back());
    ASSERT_EQ(block->transactions.size(), 21U);
    ahead.check(block)->wait();
    EXPECT_EQ(known_signers(*known_, *block), 40U);
}

TEST_F(Ahead, GoesOnWhereASignatureIsNotValid) {
    SignaturesAhead ahead(known_);
    chain::Block spoiled = blocks_.back();
    spoil(spoiled, 7);
    const auto block = std::make_shared<const chain::Block>(spoiled);
    ahead.check(block)->wait();
    EXPECT_LT(known_signers(*known_, *block), 40U);
    EXPECT_FALSE(known_->find_signer(
        consensus::SignatureCache::key_of(block->transactions[7], block->transactions[7].inputs[1])));
}

TEST_F(Ahead, ChecksNothingOnceItIsStopped) {
    SignaturesAhead ahead(known_);
    ahead.stop();
    const auto block = std::make_shared<const chain::Block>(blocks_.back());
    ahead.check(block)->wait();
    EXPECT_EQ(known_signers(*known_, *block), 0U);
}

class NoListener final : public ChainListener {
    void on_committed(const ChainChange&) override {}
    void on_published(const ChainChange&) override {}
};

TEST_F(Ahead, LetsNoSpoiledBlockIntoTheChain) {
    for (const BlockOrigin origin : {BlockOrigin::sync, BlockOrigin::peer}) {
        SCOPED_TRACE(origin == BlockOrigin::sync ? "fetched" : "pushed");
        if (!state_) reopen();
        NoListener listener;
        ChainThread chain(std::move(state_), kParams, clock_, listener);
        const std::size_t last = origin == BlockOrigin::sync ? kLength - 2 : kLength - 1;
        for (std::size_t i = chain.tip() ? chain.tip()->length() : 0; i < last; ++i)
            ASSERT_TRUE(std::holds_alternative<Accepted>(chain.submit(blocks_[i], origin))) << i;
        chain::Block spoiled = blocks_[last];
        spoil(spoiled, 12);
        const Outcome outcome = chain.submit(spoiled, origin);
        ASSERT_TRUE(std::holds_alternative<chain::Rejection>(outcome));
        EXPECT_EQ(std::get<chain::Rejection>(outcome).rule, chain::Rule::signature);
        EXPECT_TRUE(std::holds_alternative<Accepted>(chain.submit(blocks_[last], origin))) << "the honest one";
        chain.stop();
    }
}

}  // namespace
}  // namespace chaincore::state
