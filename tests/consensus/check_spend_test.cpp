// SPDX-License-Identifier: MIT
#include "chaincore/consensus/check_spend.hpp"

#include "chaincore/chain/amount.hpp"
#include "chaincore/consensus/utxo_set.hpp"
#include "chaincore/crypto/sha256.hpp"
#include "chaincore/util/hex.hpp"
#include "chaincore/wallet/sign_transaction.hpp"
#include "support/test_chain.hpp"
#include "support/test_data.hpp"
#include "support/verdict.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

namespace chaincore::consensus {
namespace {

using chain::Number;
using chain::Rule;
using chain::Transaction;
using chain::ulp;
using test::kAccepted;
using test::pay;
using test::refused_by;
using test::spend;

double next_up(double value) { return std::nextafter(value, std::numeric_limits<double>::infinity()); }

// A number of the vectors, as the kind that its token has.
Number number_of(const nlohmann::json& value) {
    return value.is_number_float() ? Number{value.get<double>()} : Number{value.get<std::int64_t>()};
}

// Coins of the given amounts and a transaction that spends them all. Nothing is signed.
struct Sums {
    UtxoSet coins;
    Transaction transaction;

    Sums(const std::vector<Number>& inputs, const std::vector<Number>& outputs) {
        const crypto::Hash256 tx_id = crypto::sha256("coins");
        for (const Number& amount : inputs) {
            const auto index = static_cast<std::uint32_t>(transaction.inputs.size());
            coins.add({{tx_id, index}, {amount, test::address_of(1), 0}});
            transaction.inputs.push_back({tx_id.to_hex(), Number{index}, {}, ""});
        }
        for (const Number& amount : outputs) transaction.outputs.push_back(pay(amount, 2));
    }

    auto check() const { return check_spend(transaction, coins); }
};

class CheckSpend : public testing::Test {
protected:
    void SetUp() override { ASSERT_EQ(judge(payment_), kAccepted) << "the control"; }

    std::optional<Rule> judge(const Transaction& payment) const { return chain_.judge(chain_.make_block({payment})); }

    std::optional<Rule> judge_amounts(const std::vector<double>& amounts) const {
        Transaction payment = payment_;
        payment.outputs.clear();
        for (const double amount : amounts) payment.outputs.push_back(pay(amount, 2));
        wallet::sign_transaction(payment, test::key_of(test::kMiner));
        return judge(payment);
    }

    std::optional<Rule> judge_signature(const std::function<void(chain::InputSignature&)>& change) const {
        Transaction payment = payment_;
        change(payment.inputs[0].signature);
        return judge(payment);
    }

    test::TestChain chain_{4};
    Transaction payment_ = test::make_payment({spend(chain_.reward(1))}, {pay(50.0, 2)});
};

TEST_F(CheckSpend, AllowsOutputsToExceedInputsByOneUlpForEachOfThem) {
    const double limit = 50.0 + 2 * ulp(50.0);  // one input, one output
    EXPECT_EQ(judge_amounts({limit}), kAccepted);
    EXPECT_EQ(judge_amounts({next_up(limit)}), Rule::overspent);
    EXPECT_EQ(judge_amounts({50.00000001}), Rule::overspent);
    EXPECT_EQ(judge_amounts({51.0}), Rule::overspent);
}

TEST_F(CheckSpend, CountsEveryOutputInTheTolerance) {
    const double limit = 25.0 + 3 * ulp(50.0);  // one input, two outputs; the sum of 25 and this is exact
    EXPECT_EQ(judge_amounts({25.0, limit}), kAccepted);
    EXPECT_EQ(judge_amounts({25.0, limit + ulp(50.0)}), Rule::overspent);
}

TEST_F(CheckSpend, CountsEveryInputInTheTolerance) {
    const Sums within({Number{50.0}, Number{50}, Number{50.0}}, {Number{150.0 + 4 * ulp(150.0)}});
    EXPECT_EQ(refused_by(within.check()), kAccepted);
    EXPECT_EQ(within.check()->tolerance, 4 * ulp(150.0));
    EXPECT_EQ(within.check()->fee, 0.0) << "never negative";

    const Sums beyond({Number{50.0}, Number{50}, Number{50.0}}, {Number{150.0 + 5 * ulp(150.0)}});
    EXPECT_EQ(refused_by(beyond.check()), Rule::overspent);
}

TEST_F(CheckSpend, AddsFromLeftToRight) {
    // 1e16 + 1 + 1 is 1e16, but 1 + 1 + 1e16 is 1e16 + 2: both are what Python's sum() says.
    EXPECT_EQ(Sums({Number{1e16}, Number{1.0}, Number{1.0}}, {Number{1.0}}).check()->fee, 1e16 - 1);
    EXPECT_EQ(Sums({Number{1.0}, Number{1.0}, Number{1e16}}, {Number{2.0}}).check()->fee, 1e16);
    EXPECT_EQ(Sums({Number{0.1}, Number{0.2}, Number{0.3}}, {Number{0.6}}).check()->fee, 0.1 + 0.2 + 0.3 - 0.6);
}

TEST_F(CheckSpend, RefusesSumsThatOverflow) {
    constexpr double kLargest = std::numeric_limits<double>::max();
    EXPECT_EQ(refused_by(Sums({Number{kLargest}, Number{kLargest}}, {Number{1.0}}).check()), Rule::overspent);
    EXPECT_EQ(refused_by(Sums({Number{50.0}}, {Number{kLargest}, Number{kLargest}}).check()), Rule::overspent);
}

TEST_F(CheckSpend, ComputesTheReferencesFees) {
    std::size_t paid = 0;
    std::size_t overspent = 0;
    for (const auto& fees : test::load_cases("fees")) {
        std::vector<Number> inputs;
        std::vector<Number> outputs;
        for (const auto& amount : fees["inputs"]) inputs.push_back(number_of(amount));
        for (const auto& amount : fees["outputs"]) outputs.push_back(number_of(amount));
        const auto spent = Sums(inputs, outputs).check();
        if (fees["output_total"].get<double>() > fees["input_total"].get<double>()) {
            EXPECT_EQ(refused_by(spent), Rule::overspent) << fees;
            ++overspent;
        } else {
            ASSERT_EQ(refused_by(spent), kAccepted) << fees;
            EXPECT_EQ(spent->fee, fees["fee"].get<double>()) << fees;
            ++paid;
        }
    }
    EXPECT_EQ(paid, 104u);
    EXPECT_EQ(overspent, 16u);
}

TEST_F(CheckSpend, FindsACoinAtTheHighestIndex) {
    Sums sums({Number{7}}, {Number{6.5}});
    sums.transaction.inputs[0].output_index = Number{4294967295};
    EXPECT_EQ(refused_by(sums.check()), Rule::missing_input);

    const auto tx_id = crypto::Hash256::from_hex(sums.transaction.inputs[0].tx_id);
    sums.coins.add({{*tx_id, 4294967295}, {Number{7}, test::address_of(1), 0}});
    ASSERT_EQ(refused_by(sums.check()), kAccepted);
    EXPECT_EQ(sums.check()->fee, 0.5);
}

TEST_F(CheckSpend, HandsTheCoinsOutInTheOrderOfTheInputs) {
    Sums sums({Number{1}, Number{2.0}, Number{3}}, {Number{1}});
    std::reverse(sums.transaction.inputs.begin(), sums.transaction.inputs.end());
    const auto spent = sums.check();
    ASSERT_TRUE(spent);
    ASSERT_EQ(spent->coins.size(), 3u);
    EXPECT_EQ(spent->coins[0].coin.amount, Number{3});
    EXPECT_EQ(spent->coins[1].coin.amount, Number{2.0});
    EXPECT_EQ(spent->coins[2].out_point.index, 0u);
}

TEST_F(CheckSpend, RefusesAnInputThatDoesNotExist) {
    EXPECT_EQ(judge(test::make_payment({spend(chain_.reward(1), 1)}, {pay(1.0, 2)})), Rule::missing_input);
    auto elsewhere = spend(chain_.reward(1));
    elsewhere.tx_id = std::string(64, 'a');
    EXPECT_EQ(judge(test::make_payment({elsewhere}, {pay(1.0, 2)})), Rule::missing_input);
    EXPECT_EQ(judge(test::make_payment({spend(chain_.reward(2)), elsewhere}, {pay(1.0, 2)})), Rule::missing_input);
}

TEST_F(CheckSpend, RefusesAKeyThatDoesNotOwnTheCoin) {
    const auto by = [&](std::uint8_t owner) { return test::make_payment(payment_.inputs, payment_.outputs, owner); };
    EXPECT_EQ(judge(by(test::kMiner)), kAccepted);
    EXPECT_EQ(judge(by(2)), Rule::wrong_owner);
}

TEST_F(CheckSpend, RefusesACoinThatNoKeyOwns) {
    chain::Block block = chain_.make_block();
    block.transactions[0].outputs[0].recipient_address = "genesis";
    test::seal(block);
    chain_.append(block);
    EXPECT_EQ(judge(test::make_payment({spend(chain_.reward(4))}, {pay(50.0, 2)})), Rule::wrong_owner);
}

TEST_F(CheckSpend, AsksEveryInputForItsOwner) {
    chain::Block block = chain_.make_block();
    block.transactions[0].outputs[0].recipient_address = test::address_of(2);
    test::seal(block);
    chain_.append(block);
    Transaction payment =
        test::make_payment({spend(chain_.reward(1)), spend(chain_.reward(4))}, {pay(100.0, 3)}, test::kMiner);
    EXPECT_EQ(judge(payment), Rule::wrong_owner);

    const Transaction by_the_other = test::make_payment(payment.inputs, payment.outputs, 2);
    payment.inputs[1].signature = by_the_other.inputs[1].signature;
    EXPECT_EQ(judge(payment), kAccepted);
}

TEST_F(CheckSpend, RefusesASignatureOfAnotherInput) {
    Transaction payment = test::make_payment({spend(chain_.reward(1)), spend(chain_.reward(2))}, {pay(100.0, 2)});
    EXPECT_EQ(judge(payment), kAccepted);
    std::swap(payment.inputs[0].signature, payment.inputs[1].signature);
    EXPECT_EQ(judge(payment), Rule::signature);
}

TEST_F(CheckSpend, RefusesASignatureOfAnotherTransaction) {
    const Transaction other = test::make_payment(payment_.inputs, {pay(49.0, 2)});
    EXPECT_EQ(judge_signature([&](auto& signature) { signature = other.inputs[0].signature; }), Rule::signature);
}

TEST_F(CheckSpend, RefusesASignatureThatIsMissing) {
    EXPECT_EQ(judge_signature([](auto& signature) { signature = {}; }), Rule::signature);
    EXPECT_EQ(judge_signature([](auto& signature) { signature.signature.reset(); }), Rule::signature);
    EXPECT_EQ(judge_signature([](auto& signature) { signature.signature = ""; }), Rule::signature);
    EXPECT_EQ(judge_signature([](auto& signature) { signature.public_key.reset(); }), Rule::signature);
    EXPECT_EQ(judge_signature([](auto& signature) { signature.public_key = ""; }), Rule::signature);
}

TEST_F(CheckSpend, RefusesASignatureThatIsNotStrictDerInHex) {
    EXPECT_EQ(judge_signature([](auto& signature) { *signature.signature += "00"; }), Rule::signature);
    EXPECT_EQ(judge_signature([](auto& signature) { *signature.signature += "0"; }), Rule::signature);
    EXPECT_EQ(judge_signature([](auto& signature) { *signature.signature += " "; }), Rule::signature);
    EXPECT_EQ(judge_signature([](auto& signature) { signature.signature->insert(2, " "); }), Rule::signature);
    EXPECT_EQ(judge_signature([](auto& signature) { signature.signature->insert(0, "0x"); }), Rule::signature);
    const auto change_a_digit = [](chain::InputSignature& signature) {
        char& digit = signature.signature->back();
        digit = digit == '0' ? '1' : '0';
    };
    EXPECT_EQ(judge_signature(change_a_digit), Rule::signature);
}

TEST_F(CheckSpend, ReadsHexInEitherCase) {
    const auto to_upper = [](chain::InputSignature& signature) {
        for (std::string* text : {&*signature.signature, &*signature.public_key})
            for (char& c : *text) c = static_cast<char>(std::toupper(c));
    };
    EXPECT_EQ(judge_signature(to_upper), kAccepted);
}

TEST_F(CheckSpend, AcceptsACompressedKeyAndNoHybridOne) {
    const auto key = test::key_of(test::kMiner).public_key().uncompressed();
    const bool is_odd = key[64] % 2 != 0;
    const std::string x = util::to_hex(std::span(key).subspan(1, 32));
    const std::string y = util::to_hex(std::span(key).subspan(33));
    EXPECT_EQ(judge_signature([&](auto& signature) { signature.public_key = (is_odd ? "03" : "02") + x; }), kAccepted);
    EXPECT_EQ(judge_signature([&](auto& signature) { signature.public_key = (is_odd ? "02" : "03") + x; }),
              Rule::wrong_owner);
    EXPECT_EQ(judge_signature([&](auto& signature) { signature.public_key = (is_odd ? "07" : "06") + x + y; }),
              Rule::signature);
    EXPECT_EQ(judge_signature([&](auto& signature) { signature.public_key = " 04" + x + y; }), Rule::signature);
}

TEST_F(CheckSpend, NeverReadsTheMessageHash) {
    EXPECT_EQ(judge_signature([](auto& signature) { signature.message_hash.reset(); }), kAccepted);
    EXPECT_EQ(judge_signature([](auto& signature) { signature.message_hash = "rubbish"; }), kAccepted);
}

}  // namespace
}  // namespace chaincore::consensus
