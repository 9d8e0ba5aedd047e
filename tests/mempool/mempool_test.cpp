// SPDX-License-Identifier: MIT
#include "chaincore/mempool/mempool.hpp"

#include "chaincore/chain/canonical_json.hpp"
#include "mempool/pool_fixture.hpp"
#include "support/verdict.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace chaincore::mempool {
namespace {

using chain::Rule;
using chain::Transaction;

class Pool : public PoolFixture {
protected:
    explicit Pool(PoolLimits limits = {}) : PoolFixture(limits) {}
};

TEST_F(Pool, TakesAPayment) {
    const Transaction transaction = payment(1);
    EXPECT_TRUE(is_pooled(pool_.add(transaction)));
    ASSERT_EQ(pool_.all().size(), 1U);
    EXPECT_EQ(*pool_.all()[0], transaction);
    EXPECT_EQ(pool_.bytes(), canonical_json(transaction).size());
}

TEST_F(Pool, HasNoUseForPaymentsBeforeThereIsAChain) {
    Mempool early(nullptr);
    EXPECT_TRUE(std::holds_alternative<NoTip>(early.add(payment(1))));
}

TEST_F(Pool, KnowsAPaymentAgain) {
    pool_.add(payment(1));
    EXPECT_TRUE(std::holds_alternative<AlreadyPooled>(pool_.add(payment(1))));
    EXPECT_EQ(pool_.count(), 1U);
}

TEST_F(Pool, RefusesASpentOutput) {
    pool_.add(payment(1, 1.0));
    EXPECT_EQ(rule_of(pool_.add(payment(1, 2.0))), Rule::double_spend)
        << "the first seen stays, whatever the other pays";
    EXPECT_EQ(pool_.count(), 1U);
}

TEST_F(Pool, RefusesByTheRules) {
    EXPECT_EQ(rule_of(pool_.add(payment(1, -1.0))), Rule::overspent);
    EXPECT_EQ(rule_of(pool_.add(test::make_payment({test::spend(chain_.reward(1))}, {test::pay(1.0, 2)}, 3))),
              Rule::wrong_owner);
    Transaction altered = payment(1);
    altered.outputs[0].amount = chain::Number{48.0};
    EXPECT_EQ(rule_of(pool_.add(altered)), Rule::tx_id);
    EXPECT_EQ(rule_of(pool_.add(chain_.reward(1))), Rule::unexpected_coinbase);
    EXPECT_EQ(pool_.count(), 0U);
}

TEST_F(Pool, RefusesAPayeeWithoutAValidAddress) {
    Transaction transaction = payment(1);
    transaction.outputs[0].recipient_address = "genesis";
    EXPECT_EQ(rule_of(pool_.add(test::make_payment(transaction.inputs, transaction.outputs))), Rule::payee_address);
}

TEST_F(Pool, RefusesAnUnconfirmedParent) {
    const Transaction parent = payment(1);
    pool_.add(parent);
    const Transaction child = test::make_payment({test::spend(parent)}, {test::pay(1.0, 3)}, 2);
    EXPECT_EQ(rule_of(pool_.add(child)), Rule::missing_input);
    mine({parent});
    EXPECT_TRUE(is_pooled(pool_.add(child)));
}

TEST_F(Pool, LosesWhatABlockConfirms) {
    pool_.add(payment(1));
    pool_.add(payment(2));
    mine({payment(1)});
    ASSERT_EQ(pool_.all().size(), 1U);
    EXPECT_EQ(*pool_.all()[0], payment(2));
    EXPECT_EQ(rule_of(pool_.add(payment(1))), Rule::missing_input) << "it is in the chain";
}

TEST_F(Pool, LosesWhatABlockMakesImpossible) {
    pool_.add(payment(1, 1.0));
    mine({payment(1, 2.0)});
    EXPECT_EQ(pool_.count(), 0U);
    EXPECT_EQ(pool_.bytes(), 0U);
}

TEST_F(Pool, TakesBackWhatAReorgTakesOffTheChain) {
    test::TestChain other(8);
    mine({payment(1)});
    pool_.add(payment(2));
    pool_.add(payment(3));
    // A branch without payment 1, but with payment 3.
    for (int i = 0; i < 2; ++i) {
        chain::Block block = other.make_block(i == 0 ? std::vector{payment(3)} : std::vector<Transaction>{});
        block.header.timestamp = chain::Number{block.header.timestamp.to_double() + 1};
        test::seal(block);
        other.append(block);
        connect(block);
    }
    std::vector<Transaction> left;
    for (const auto& transaction : pool_.all()) left.push_back(*transaction);
    EXPECT_EQ(left, (std::vector{payment(1), payment(2)}));
}

TEST_F(Pool, SelectsTheBestPaidPerByte) {
    pool_.add(payment(1, 1.0));
    pool_.add(payment(2, 3.0));
    pool_.add(payment(3, 2.0));
    const Selection all = pool_.select(10, 1'000'000);
    ASSERT_EQ(all.transactions.size(), 3U);
    EXPECT_EQ(all.tip, state_->tip());
    EXPECT_EQ(*all.transactions[0].transaction, payment(2, 3.0));
    EXPECT_EQ(all.transactions[0].fee, 3.0);
    EXPECT_EQ(*all.transactions[2].transaction, payment(1, 1.0));
    EXPECT_EQ(pool_.select(2, 1'000'000).transactions.size(), 2U);
    EXPECT_EQ(pool_.select(10, all.transactions[0].size + 1).transactions.size(), 1U);
}

class SmallPool : public Pool {
protected:
    SmallPool() : Pool({2, 1'000'000}) {}
};

TEST_F(SmallPool, PrefersANewcomerThatPaysMore) {
    pool_.add(payment(1, 1.0));
    pool_.add(payment(2, 2.0));
    EXPECT_TRUE(std::holds_alternative<PoolFull>(pool_.add(payment(3, 0.5))));
    EXPECT_TRUE(std::holds_alternative<PoolFull>(pool_.add(payment(3, 1.0)))) << "no more than the cheapest";
    EXPECT_TRUE(is_pooled(pool_.add(payment(4, 3.0))));
    std::vector<Transaction> left;
    for (const auto& transaction : pool_.all()) left.push_back(*transaction);
    EXPECT_EQ(left, (std::vector{payment(2, 2.0), payment(4, 3.0)}));
}

class NarrowPool : public Pool {
protected:
    NarrowPool() : Pool({100, 2500}) {}  // three payments or so
};

TEST_F(NarrowPool, ThrowsNothingOutForANewcomerThatDoesNotFit) {
    const std::size_t size = canonical_json(payment(1)).size();
    ASSERT_LT(2 * size, 2500U);
    pool_.add(payment(1, 1.0));
    while (pool_.bytes() + size <= 2500) pool_.add(payment(1 + pool_.count(), 20.0));
    const std::size_t before = pool_.count();
    // It needs the room of two, and pays more than only one of them.
    const Transaction wide =
        test::make_payment({test::spend(chain_.reward(7))},
                           {test::pay(10.0, 2), test::pay(10.0, 3), test::pay(10.0, 4), test::pay(10.0, 5),
                            test::pay(1.0, 6), test::pay(1.0, 7), test::pay(1.0, 8), test::pay(1.0, 9)});
    ASSERT_GT(canonical_json(wide).size(), size + (2500 - pool_.bytes()));
    EXPECT_TRUE(std::holds_alternative<PoolFull>(pool_.add(wide)));
    EXPECT_EQ(pool_.count(), before);
}

// T spends C; then C is made again, byte for byte, and T fits once more. A block with it would be refused while T's
// own outputs are unspent.
TEST_F(Pool, RefusesAnIdThatStillHasUnspentOutputs) {
    chain::Block block = chain_.make_block();
    block.transactions[0].inputs[0].script_sig = "AGAIN";
    test::seal(block);
    chain_.append(block);
    connect(block);
    const Transaction coinbase = block.transactions[0];
    const Transaction spending = test::make_payment({test::spend(coinbase)}, {test::pay(49.0, 2)});
    mine({spending});
    chain::Block again = chain_.make_block();
    again.transactions[0] = coinbase;
    test::seal(again);
    ASSERT_EQ(again.transactions[0].tx_id, coinbase.tx_id);
    chain_.append(again);
    connect(again);
    EXPECT_EQ(rule_of(pool_.add(spending)), Rule::duplicate_tx_id);
    EXPECT_EQ(pool_.count(), 0U);
}

// For the sanitizers: payments from several threads while blocks come and a reorg takes some back.
TEST_F(Pool, MayBeUsedFromManyThreads) {
    std::vector<std::jthread> threads;
    for (std::size_t height = 1; height <= 4; ++height)
        threads.emplace_back([this, transaction = payment(height)](const std::stop_token& stop) {
            while (!stop.stop_requested()) {
                pool_.add(transaction);
                pool_.select(10, 1'000'000);
                pool_.all();
            }
        });
    test::TestChain other(8);
    for (int i = 0; i < 4; ++i) mine(i == 1 ? std::vector{payment(1)} : std::vector<Transaction>{});
    for (int i = 0; i < 6; ++i) {
        chain::Block block = other.make_block();
        block.header.timestamp = chain::Number{block.header.timestamp.to_double() + 1};
        test::seal(block);
        other.append(block);
        connect(block);
    }
    threads.clear();
    for (std::size_t height = 1; height <= 4; ++height) pool_.add(payment(height));
    EXPECT_EQ(pool_.count(), 4U);
    EXPECT_EQ(pool_.select(10, 1'000'000).tip, state_->tip());
}

}  // namespace
}  // namespace chaincore::mempool
