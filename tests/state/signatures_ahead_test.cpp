// SPDX-License-Identifier: MIT
#include "state/signatures_ahead.hpp"

#include "chain_maker.hpp"
#include "chaincore/consensus/check_spend.hpp"
#include "chaincore/state/chain_thread.hpp"
#include "state/state_fixture.hpp"

#include <gtest/gtest.h>

#include <algorithm>

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

std::size_t known_to(const consensus::SignatureCache& cache, const chain::Block& block) {
    std::size_t count = 0;
    for (std::size_t i = 1; i < block.transactions.size(); ++i)
        for (const auto& input : block.transactions[i].inputs)
            count += cache.find_signer(consensus::SignatureCache::key_of(block.transactions[i], input)) ? 1 : 0;
    return count;
}

std::size_t found(const BlockSigners& signers) {
    signers.wait();
    const auto result = signers.result().signers;
    return result.size() - static_cast<std::size_t>(std::count(result.begin(), result.end(), ""));
}

class Ahead : public StateFixture {
protected:
    const std::vector<chain::Block> blocks_ = blocks_with_payments();
    const std::shared_ptr<const chain::Block> last_ = std::make_shared<const chain::Block>(blocks_.back());
    consensus::SignatureCache cache_;
};

TEST_F(Ahead, KnowsWhoHasSignedABlock) {
    SignaturesAhead ahead;
    ASSERT_EQ(last_->transactions.size(), 21U);
    const auto signers = ahead.check(last_, {});
    signers->wait();
    std::size_t next = 0;
    for (std::size_t i = 1; i < last_->transactions.size(); ++i)
        for (const auto& input : last_->transactions[i].inputs)
            EXPECT_EQ(signers->result().signers[next++], consensus::signer_of(last_->transactions[i], input, {}));
    EXPECT_EQ(found(*signers), 40U);
}

TEST_F(Ahead, TellsTheCacheOfThePool) {
    SignaturesAhead ahead;
    EXPECT_EQ(found(*ahead.check(last_, {.cache = &cache_})), 40U);
    EXPECT_EQ(known_to(cache_, *last_), 40U);
}

TEST_F(Ahead, GoesOnWhereASignatureIsNotValid) {
    SignaturesAhead ahead;
    chain::Block spoiled = blocks_.back();
    spoil(spoiled, 7);
    const auto signers = ahead.check(std::make_shared<const chain::Block>(spoiled), {});
    EXPECT_LT(found(*signers), 40U);
    EXPECT_EQ(signers->result().signers[13], "") << "of the second input of the seventh payment";
}

TEST_F(Ahead, AsksForTheFormAloneWhereSomebodyVouchesForTheBlock) {
    SignaturesAhead ahead;
    chain::Block spoiled = blocks_.back();
    spoil(spoiled, 7);
    const consensus::SignatureCheck check{.trust = consensus::Trust::vouched, .cache = &cache_};
    EXPECT_EQ(found(*ahead.check(std::make_shared<const chain::Block>(spoiled), check)), 40U);
    EXPECT_EQ(known_to(cache_, spoiled), 0U);
    spoiled.transactions[7].inputs[1].signature.signature = "3045";
    EXPECT_LT(found(*ahead.check(std::make_shared<const chain::Block>(spoiled), check)), 40U);
}

TEST_F(Ahead, ChecksNothingOnceItIsStopped) {
    SignaturesAhead ahead;
    ahead.stop();
    EXPECT_EQ(found(*ahead.check(last_, {})), 0U);
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
