// SPDX-License-Identifier: MIT
// Each test changes one thing in how a block fits its chain, makes all that follows from it fit again and asks.
#include "chaincore/consensus/connect_block.hpp"

#include "chaincore/chain/amount.hpp"
#include "chaincore/chain/coinbase.hpp"
#include "support/test_chain.hpp"
#include "support/verdict.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>

namespace chaincore::consensus {
namespace {

using chain::Block;
using chain::Number;
using chain::Rule;
using chain::Transaction;
using chain::ulp;
using test::kAccepted;
using test::pay;
using test::refused_by;
using test::spend;

double next_up(double value) { return std::nextafter(value, std::numeric_limits<double>::infinity()); }

std::optional<Rule> judge(const test::TestChain& chain, const std::vector<Transaction>& payments,
                          const std::function<void(Block&)>& change) {
    Block block = chain.make_block(payments);
    change(block);
    test::seal(block);
    return chain.judge(block);
}

std::optional<Rule> judge_timestamp(const test::TestChain& chain, double timestamp) {
    return judge(chain, {}, [&](Block& block) { block.header.timestamp = Number{timestamp}; });
}

void append_at(test::TestChain& chain, double timestamp) {
    Block block = chain.make_block();
    block.header.timestamp = Number{timestamp};
    test::seal(block);
    chain.append(block);
}

class ConnectBlock : public testing::Test {
protected:
    void SetUp() override { ASSERT_EQ(chain_.judge(chain_.make_block()), kAccepted) << "the control"; }

    std::optional<Rule> judge_change(const std::function<void(Block&)>& change) const {
        return judge(chain_, {}, change);
    }

    std::optional<Rule> judge_reward(double amount, const std::vector<Transaction>& payments = {}) const {
        return judge(chain_, payments, [&](Block& block) { block.transactions[0].outputs[0].amount = Number{amount}; });
    }

    test::TestChain chain_{5};
};

TEST_F(ConnectBlock, RefusesAnIndexThatIsNotTheNext) {
    for (const Number height : {Number{4}, Number{6}, Number{1000000}, Number{5.0}, Number{-5}})
        EXPECT_EQ(judge_change([&](Block& block) { block.header.height = height; }), Rule::block_index)
            << height.text();
}

TEST_F(ConnectBlock, RefusesAnotherParent) {
    EXPECT_EQ(judge_change([&](Block& block) { block.header.previous_hash = chain_.block(3).hash; }),
              Rule::previous_hash);
    EXPECT_EQ(judge_change([](Block& block) { block.header.previous_hash = chain::kZeroHash; }), Rule::previous_hash);
    EXPECT_EQ(judge_change([](Block& block) { block.header.previous_hash.clear(); }), Rule::previous_hash);
}

TEST_F(ConnectBlock, RefusesAParentInUpperCase) {
    const auto to_upper = [](Block& block) {
        for (char& c : block.header.previous_hash) c = static_cast<char>(std::toupper(c));
    };
    EXPECT_EQ(judge_change(to_upper), Rule::previous_hash);
}

TEST(MedianTimeRule, RefusesTheTimeOfTheOnlyBlockBefore) {
    const test::TestChain chain(1);
    EXPECT_EQ(judge_timestamp(chain, test::kFirstTimestamp), Rule::timestamp_too_old);
    EXPECT_EQ(judge_timestamp(chain, test::kFirstTimestamp - 1), Rule::timestamp_too_old);
    EXPECT_EQ(judge_timestamp(chain, next_up(test::kFirstTimestamp)), kAccepted);
}

TEST(MedianTimeRule, TakesTheUpperOfAnEvenNumber) {
    const test::TestChain chain(4);  // at 0, 10, 20 and 30 seconds
    EXPECT_EQ(judge_timestamp(chain, next_up(test::kFirstTimestamp + 10)), Rule::timestamp_too_old);
    EXPECT_EQ(judge_timestamp(chain, test::kFirstTimestamp + 20), Rule::timestamp_too_old);
    EXPECT_EQ(judge_timestamp(chain, next_up(test::kFirstTimestamp + 20)), kAccepted);
}

TEST(MedianTimeRule, AllowsABlockThatIsOlderThanItsParent) {
    const test::TestChain chain(5);  // the parent is at 40 seconds, the median at 20
    EXPECT_EQ(judge_timestamp(chain, test::kFirstTimestamp + 30), kAccepted);
    EXPECT_EQ(judge_timestamp(chain, test::kFirstTimestamp + 20), Rule::timestamp_too_old);
}

// A block far ahead tells eleven from ten and from twelve: in order, the upper median of twelve is that of eleven.
TEST(MedianTimeRule, LooksAtElevenBlocksAndNoMore) {
    test::TestChain chain(3);
    append_at(chain, test::kFirstTimestamp + 1000);
    for (double second = 30; second < 40; ++second) append_at(chain, test::kFirstTimestamp + second);
    EXPECT_EQ(judge_timestamp(chain, test::kFirstTimestamp + 35), Rule::timestamp_too_old);  // 1000, 30 to 39
    EXPECT_EQ(judge_timestamp(chain, next_up(test::kFirstTimestamp + 35)), kAccepted);

    append_at(chain, test::kFirstTimestamp + 40);
    EXPECT_EQ(judge_timestamp(chain, test::kFirstTimestamp + 35), Rule::timestamp_too_old);  // 30 to 40
    EXPECT_EQ(judge_timestamp(chain, next_up(test::kFirstTimestamp + 35)), kAccepted);
}

TEST(MedianTimeRule, SortsTheTimesBeforeItTakesTheMiddle) {
    test::TestChain chain(3);                        // at 0, 10 and 20 seconds
    append_at(chain, test::kFirstTimestamp + 1000);  // now 0, 10, 20, 1000: the median is 20
    append_at(chain, test::kFirstTimestamp + 21);    // now 0, 10, 20, 21, 1000
    append_at(chain, test::kFirstTimestamp + 22);    // now 0, 10, 20, 21, 22, 1000: 21
    EXPECT_EQ(judge_timestamp(chain, test::kFirstTimestamp + 21), Rule::timestamp_too_old);
    EXPECT_EQ(judge_timestamp(chain, next_up(test::kFirstTimestamp + 21)), kAccepted);
}

TEST(MedianTimeRule, ComparesIntegersAndDoublesAlike) {
    const test::TestChain chain(1);
    const auto judge_number = [&](Number timestamp) {
        return judge(chain, {}, [&](Block& block) { block.header.timestamp = timestamp; });
    };
    EXPECT_EQ(judge_number(Number{1700000000}), Rule::timestamp_too_old);
    EXPECT_EQ(judge_number(Number{1700000001}), kAccepted);
}

TEST_F(ConnectBlock, RefusesAnOutputMadeInTheSameBlock) {
    const Transaction first = test::make_payment({spend(chain_.reward(1))}, {pay(50.0, test::kMiner)});
    const Transaction second = test::make_payment({spend(first)}, {pay(50.0, 2)});
    EXPECT_EQ(chain_.judge(chain_.make_block({first, second})), Rule::missing_input);

    chain_.append(chain_.make_block({first}));
    EXPECT_EQ(chain_.judge(chain_.make_block({second})), kAccepted) << "one block later";
}

TEST_F(ConnectBlock, RefusesTheRewardOfTheSameBlock) {
    const Transaction reward = chain_.make_block().transactions[0];
    const Transaction payment = test::make_payment({spend(reward)}, {pay(50.0, 2)});
    const Block block = chain_.make_block({payment});
    ASSERT_EQ(block.transactions[0], reward);
    EXPECT_EQ(chain_.judge(block), Rule::missing_input);
}

TEST_F(ConnectBlock, RefusesAnOutputThatAnEarlierBlockSpent) {
    const Transaction payment = test::make_payment({spend(chain_.reward(1))}, {pay(50.0, 2)});
    chain_.append(chain_.make_block({payment}));
    EXPECT_EQ(chain_.judge(chain_.make_block({payment})), Rule::missing_input);
    const Transaction another = test::make_payment({spend(chain_.reward(1))}, {pay(49.0, 3)});
    EXPECT_EQ(chain_.judge(chain_.make_block({another})), Rule::missing_input);
}

TEST_F(ConnectBlock, LetsARewardBeSpentAtOnce) {
    const Transaction payment = test::make_payment({spend(chain_.reward(4))}, {pay(50.0, 2)});
    EXPECT_EQ(chain_.judge(chain_.make_block({payment})), kAccepted);
}

TEST_F(ConnectBlock, RefusesACoinbaseWhoseIdHasUnspentOutputs) {
    const auto judge_repetition = [&](const std::vector<Transaction>& payments) {
        return judge(chain_, payments, [&](Block& block) { block.transactions[0] = chain_.reward(2); });
    };
    EXPECT_EQ(judge_repetition({}), Rule::duplicate_tx_id);
    const Transaction payment = test::make_payment({spend(chain_.reward(2))}, {pay(50.0, 2)});
    EXPECT_EQ(judge_repetition({payment}), Rule::duplicate_tx_id) << "spent by this very block";

    chain_.append(chain_.make_block({payment}));
    EXPECT_EQ(judge_repetition({}), kAccepted) << "spent before";
}

TEST_F(ConnectBlock, RefusesAnIdOfWhichOneOutputIsLeft) {
    Block block = chain_.make_block();
    block.transactions[0].outputs = {pay(20.0, test::kMiner), pay(30.0, test::kMiner)};
    test::seal(block);
    chain_.append(block);
    const auto judge_repetition = [&] {
        return judge(chain_, {}, [&](Block& next) { next.transactions[0] = chain_.reward(5); });
    };
    chain_.append(chain_.make_block({test::make_payment({spend(chain_.reward(5), 0)}, {pay(20.0, 2)})}));
    EXPECT_EQ(judge_repetition(), Rule::duplicate_tx_id);
    chain_.append(chain_.make_block({test::make_payment({spend(chain_.reward(5), 1)}, {pay(30.0, 2)})}));
    EXPECT_EQ(judge_repetition(), kAccepted);
}

// A payment comes back where the coinbase that it spends does: once all that it made is spent, it is a new one.
TEST_F(ConnectBlock, RefusesAPaymentWhoseIdHasUnspentOutputs) {
    const Transaction payment = test::make_payment({spend(chain_.reward(1))}, {pay(50.0, test::kMiner)});
    chain_.append(chain_.make_block({payment}));
    Block again = chain_.make_block();
    again.transactions[0] = chain_.reward(1);
    test::seal(again);
    chain_.append(again);
    EXPECT_EQ(chain_.judge(chain_.make_block({payment})), Rule::duplicate_tx_id);

    chain_.append(chain_.make_block({test::make_payment({spend(payment)}, {pay(50.0, 2)})}));
    EXPECT_EQ(chain_.judge(chain_.make_block({payment})), kAccepted);
}

TEST_F(ConnectBlock, RefusesARewardBeyondOneUlp) {
    EXPECT_EQ(judge_reward(50.0 + ulp(50.0)), kAccepted);  // one transaction
    EXPECT_EQ(judge_reward(next_up(50.0 + ulp(50.0))), Rule::coinbase_value);
    EXPECT_EQ(judge_reward(50.0 + 1e-9), Rule::coinbase_value);
    EXPECT_EQ(judge_reward(50.00000001), Rule::coinbase_value);
    EXPECT_EQ(judge_reward(51.0), Rule::coinbase_value);
}

TEST_F(ConnectBlock, AllowsARewardBelowWhatIsDue) { EXPECT_EQ(judge_reward(0.5), kAccepted); }

TEST_F(ConnectBlock, AddsTheFeesToTheReward) {
    const std::vector<Transaction> payments = {test::make_payment({spend(chain_.reward(1))}, {pay(49.0, 2)}),
                                               test::make_payment({spend(chain_.reward(2))}, {pay(47.5, 2)})};
    EXPECT_EQ(judge_reward(53.5, payments), kAccepted);
    EXPECT_EQ(judge_reward(53.50000001, payments), Rule::coinbase_value);
    EXPECT_EQ(judge_reward(53.5, {payments[0]}), Rule::coinbase_value);
}

TEST_F(ConnectBlock, AddsTheTolerancesOfAllTransactions) {
    // Three inputs of 50 and one output, and one of each; three transactions with the coinbase.
    const std::vector<Transaction> payments = {
        test::make_payment({spend(chain_.reward(1)), spend(chain_.reward(2)), spend(chain_.reward(3))},
                           {pay(149.0, 2)}),
        test::make_payment({spend(chain_.reward(4))}, {pay(49.0, 2)})};
    const double limit = 52.0 + 4 * ulp(150.0) + 2 * ulp(50.0) + 3 * ulp(52.0);
    EXPECT_EQ(judge_reward(limit, payments), kAccepted);
    EXPECT_EQ(judge_reward(next_up(limit), payments), Rule::coinbase_value);
}

TEST_F(ConnectBlock, AddsUpAllOutputsOfTheCoinbase) {
    const auto judge_amounts = [&](double first, double second) {
        return judge_change([&](Block& block) { block.transactions[0].outputs = {pay(first, 1), pay(second, 2)}; });
    };
    EXPECT_EQ(judge_amounts(20.0, 30.0), kAccepted);
    EXPECT_EQ(judge_amounts(20.0, 30.00000001), Rule::coinbase_value);
    EXPECT_EQ(judge_amounts(1e308, 1e308), Rule::coinbase_value);
}

// What a payment takes too much within its tolerance lowers nobody's fees.
TEST_F(ConnectBlock, CountsNoNegativeFee) {
    const auto payment = [&](std::size_t height, double amount) {
        return test::make_payment({spend(chain_.reward(height))}, {pay(amount, 2)});
    };
    ChainReplay replay = chain_.replay();
    const Block block = chain_.make_block({payment(1, 50.0 + 2 * ulp(50.0)), payment(2, 49.0)});
    const auto connected = connect_block(block, replay.next_context(), replay.coins());
    ASSERT_EQ(refused_by(connected), kAccepted);
    EXPECT_EQ(connected->fees, 1.0);
}

// No chain can make such coins, but a view may hold any.
TEST_F(ConnectBlock, RefusesFeesThatNoDoubleHolds) {
    UtxoSet coins;
    std::vector<Transaction> payments;
    for (const std::uint64_t height : {1U, 2U}) {
        const Transaction& reward = chain_.reward(height);
        coins.add({{*crypto::Hash256::from_hex(reward.tx_id), 0},
                   {Number{std::numeric_limits<double>::max()}, test::address_of(test::kMiner), height}});
        payments.push_back(test::make_payment({spend(reward)}, {pay(1.0, 2)}));
    }
    const Block block = chain_.make_block(payments);
    const auto connected = connect_block(block, chain_.replay().next_context(), coins);
    ASSERT_FALSE(connected);
    EXPECT_EQ(connected.error().rule, Rule::coinbase_value);
}

TEST_F(ConnectBlock, SaysWhatTheBlockChanges) {
    const Transaction payment = test::make_payment({spend(chain_.reward(1))}, {pay(Number{20}, 2), pay(29.5, 3)});
    const Block block = chain_.make_block({payment});
    const auto connected = connect_block(block, chain_.replay().next_context(), chain_.replay().coins());
    ASSERT_EQ(refused_by(connected), kAccepted);
    EXPECT_EQ(connected->fees, 0.5);
    ASSERT_EQ(connected->diff.spent.size(), 1u);
    EXPECT_EQ(connected->diff.spent[0].coin, (Coin{Number{50.0}, test::address_of(test::kMiner), 1}));
    ASSERT_EQ(connected->diff.created.size(), 3u);
    EXPECT_EQ(connected->diff.created[1].coin, (Coin{Number{20}, test::address_of(2), 5}));
    EXPECT_EQ(connected->diff.created[2].out_point.index, 1u);
    EXPECT_EQ(connected->diff.created[2].out_point.tx_id.to_hex(), payment.tx_id);
}

TEST_F(ConnectBlock, AsksEachTransactionForItsOwnSigners) {
    const Block block =
        chain_.make_block({test::make_payment({spend(chain_.reward(1))}, {pay(50.0, 2)}),
                           test::make_payment({spend(chain_.reward(2)), spend(chain_.reward(3))}, {pay(100.0, 2)})});
    const auto judge_signers = [&](const std::vector<std::string>& signers) {
        const ChainReplay& replay = chain_.replay();
        return refused_by(connect_block(block, replay.next_context(), replay.coins(), {.signers = signers}));
    };
    const std::string owner = test::address_of(test::kMiner);
    EXPECT_EQ(judge_signers({owner, owner, owner}), kAccepted);
    EXPECT_EQ(judge_signers({owner, owner, test::address_of(2)}), Rule::wrong_owner);
    EXPECT_EQ(judge_signers({test::address_of(2), owner, owner}), Rule::wrong_owner);
}

TEST_F(ConnectBlock, NamesTheTransactionThatItRefuses) {
    const Transaction good = test::make_payment({spend(chain_.reward(1))}, {pay(50.0, 2)});
    const Transaction bad = test::make_payment({spend(chain_.reward(2))}, {pay(51.0, 2)});
    ChainReplay replay = chain_.replay();
    const auto verdict = replay.append(chain_.make_block({good, bad}));
    ASSERT_EQ(refused_by(verdict), Rule::overspent);
    EXPECT_NE(verdict.error().message.find("transaction 2"), std::string::npos) << verdict.error().message;
}

}  // namespace
}  // namespace chaincore::consensus
