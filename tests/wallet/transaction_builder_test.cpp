// SPDX-License-Identifier: MIT
#include "chaincore/wallet/transaction_builder.hpp"

#include "chaincore/consensus/check_spend.hpp"
#include "chaincore/consensus/check_transaction.hpp"
#include "support/test_chain.hpp"
#include "support/verdict.hpp"

#include <gtest/gtest.h>

namespace chaincore::wallet {
namespace {

constexpr util::WallTime kNow{std::chrono::microseconds{1700000000250000}};

class BuildPayment : public testing::Test {
protected:
    // The rewards of the first blocks, as a node would list them.
    std::vector<WalletCoin> rewards(std::size_t count) const {
        std::vector<WalletCoin> coins;
        for (std::size_t height = 0; height < count; ++height) {
            const chain::Transaction& reward = chain_.reward(height);
            coins.push_back({reward.tx_id, chain::Number{0}, reward.outputs[0].amount});
        }
        return coins;
    }

    chain::Transaction build(double amount, double fee) const {
        return build_payment(wallet_, *select_coins(rewards(3), amount, fee), test::address_of(2), amount, kNow);
    }

    std::optional<chain::Rule> judge(const chain::Transaction& transaction) const {
        if (auto payees = consensus::check_payees(transaction); !payees) return payees.error().rule;
        if (auto verdict = consensus::check_transaction(transaction); !verdict) return verdict.error().rule;
        const auto spent = consensus::check_spend(transaction, chain_.replay().coins());
        if (!spent) return spent.error().rule;
        return test::refused_by(consensus::check_signatures(transaction, spent->coins));
    }

    test::TestChain chain_{3};
    Wallet wallet_{test::key_of(test::kMiner), test::address_of(test::kMiner)};
};

TEST_F(BuildPayment, PaysTheRecipientAndGivesTheChangeBack) {
    const auto transaction = build(60, 0.5);
    ASSERT_EQ(transaction.outputs.size(), 2u);
    EXPECT_EQ(transaction.outputs[0].recipient_address, test::address_of(2));
    EXPECT_EQ(transaction.outputs[0].amount.text(), "60.0");
    EXPECT_EQ(transaction.outputs[1].recipient_address, wallet_.address);
    EXPECT_EQ(transaction.outputs[1].amount.text(), "39.5");
    EXPECT_EQ(transaction.timestamp.text(), "1700000000.25");
    EXPECT_EQ(transaction.inputs.size(), 2u);
}

TEST_F(BuildPayment, HasOneOutputWhereNothingIsLeft) {
    EXPECT_EQ(build(49.75, 0.25).outputs.size(), 1u);
    EXPECT_EQ(build(150, 0).outputs.size(), 1u);
}

TEST_F(BuildPayment, IsAcceptedByTheRules) {
    for (const double amount : {1e-8, 0.1, 33.3, 50.0, 99.99, 149.999}) {
        const auto transaction = build(amount, 0.001);
        EXPECT_EQ(judge(transaction), std::nullopt) << amount;
        EXPECT_EQ(chain_.judge(chain_.make_block({transaction})), std::nullopt) << amount;
    }
}

}  // namespace
}  // namespace chaincore::wallet
