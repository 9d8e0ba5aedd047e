// SPDX-License-Identifier: MIT
// Each test changes one thing in the only payment of a block, signs it again and asks the chain.
#include "chaincore/consensus/check_transaction.hpp"

#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/chain/coinbase.hpp"
#include "chaincore/chain/limits.hpp"
#include "chaincore/wallet/sign_transaction.hpp"
#include "support/test_chain.hpp"
#include "support/verdict.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <limits>

namespace chaincore::consensus {
namespace {

using chain::Number;
using chain::Rule;
using chain::Transaction;
using test::kAccepted;
using test::pay;
using test::refused_by;
using test::spend;

std::string repeat(std::string_view text, std::size_t count) {
    std::string result;
    for (std::size_t i = 0; i < count; ++i) result += text;
    return result;
}

class CheckTransaction : public testing::Test {
protected:
    void SetUp() override {
        ASSERT_EQ(judge([](Transaction&) {}), kAccepted) << "the control";
    }

    Transaction make_payment() const { return test::make_payment({spend(chain_.reward(1))}, {pay(49.5, 2)}); }

    std::optional<Rule> judge(const std::function<void(Transaction&)>& change) const {
        Transaction payment = make_payment();
        change(payment);
        wallet::sign_transaction(payment, test::key_of(test::kMiner));
        return judge_as_it_is(payment);
    }

    std::optional<Rule> judge_as_it_is(const Transaction& payment) const {
        return chain_.judge(chain_.make_block({payment}));
    }

    // A chain on which output 0 of fan_out_ and all its others pay 0.01 each to the miner.
    void split_a_reward(std::size_t outputs) {
        fan_out_ = test::make_payment({spend(chain_.reward(2))}, {outputs, pay(0.01, test::kMiner)});
        chain_.append(chain_.make_block({fan_out_}));
    }

    test::TestChain chain_{4};
    Transaction fan_out_;
};

TEST_F(CheckTransaction, RefusesAVersionBelow1) {
    EXPECT_EQ(judge([](auto& payment) { payment.version = Number{0}; }), Rule::version);
    EXPECT_EQ(judge([](auto& payment) { payment.version = Number{-1}; }), Rule::version);
    EXPECT_EQ(judge([](auto& payment) { payment.version = Number{2}; }), kAccepted);
    EXPECT_EQ(judge([](auto& payment) { payment.version = Number{std::numeric_limits<std::uint64_t>::max()}; }),
              kAccepted);
}

TEST_F(CheckTransaction, RefusesAVersionThatIsNoInteger) {
    EXPECT_EQ(judge([](auto& payment) { payment.version = Number{1.0}; }), Rule::version);
    EXPECT_EQ(judge([](auto& payment) { payment.version = Number{1.5}; }), Rule::version);
}

TEST_F(CheckTransaction, RefusesALockTime) {
    for (const Number lock_time : {Number{5}, Number{-1}, Number{1700000000}, Number{0.0}, Number{-0.0}, Number{5.0}})
        EXPECT_EQ(judge([&](auto& payment) { payment.lock_time = lock_time; }), Rule::lock_time) << lock_time.text();
}

TEST_F(CheckTransaction, RefusesATimestampOf0OrLess) {
    for (const Number timestamp : {Number{0}, Number{0.0}, Number{-0.0}, Number{-1}, Number{-1700000000.5}})
        EXPECT_EQ(judge([&](auto& payment) { payment.timestamp = timestamp; }), Rule::transaction_timestamp)
            << timestamp.text();
    for (const Number timestamp : {Number{1}, Number{5e-324}, Number{1e300}})
        EXPECT_EQ(judge([&](auto& payment) { payment.timestamp = timestamp; }), kAccepted) << timestamp.text();
}

TEST_F(CheckTransaction, RefusesNoInput) {
    EXPECT_EQ(judge([](auto& payment) { payment.inputs.clear(); }), Rule::input_count);
}

TEST_F(CheckTransaction, RefusesMoreThan1000Inputs) {
    split_a_reward(1000);
    std::vector<chain::TransactionInput> inputs;
    for (std::uint64_t i = 0; i < 1000; ++i) inputs.push_back(spend(fan_out_, i));
    EXPECT_EQ(judge_as_it_is(test::make_payment(inputs, {pay(1.0, 2)})), kAccepted);

    inputs.push_back(spend(chain_.reward(1)));
    EXPECT_EQ(judge_as_it_is(test::make_payment(inputs, {pay(1.0, 2)})), Rule::input_count);
}

TEST_F(CheckTransaction, RefusesNoOutput) {
    EXPECT_EQ(judge([](auto& payment) { payment.outputs.clear(); }), Rule::output_count);
}

TEST_F(CheckTransaction, RefusesMoreThan1000Outputs) {
    EXPECT_EQ(judge([](auto& payment) { payment.outputs.assign(1000, pay(0.01, 2)); }), kAccepted);
    EXPECT_EQ(judge([](auto& payment) { payment.outputs.assign(1001, pay(0.01, 2)); }), Rule::output_count);
}

TEST_F(CheckTransaction, RefusesAnInputIdInUpperCase) {
    const auto to_upper = [](Transaction& payment) {
        for (char& c : payment.inputs[0].tx_id) c = static_cast<char>(std::toupper(c));
    };
    EXPECT_EQ(judge(to_upper), Rule::input_tx_id);
}

TEST_F(CheckTransaction, RefusesAnInputIdThatIsNot64HexDigits) {
    EXPECT_EQ(judge([](auto& payment) { payment.inputs[0].tx_id.clear(); }), Rule::input_tx_id);
    EXPECT_EQ(judge([](auto& payment) { payment.inputs[0].tx_id.pop_back(); }), Rule::input_tx_id);
    EXPECT_EQ(judge([](auto& payment) { payment.inputs[0].tx_id += '0'; }), Rule::input_tx_id);
    EXPECT_EQ(judge([](auto& payment) { payment.inputs[0].tx_id[63] = 'g'; }), Rule::input_tx_id);
    EXPECT_EQ(judge([](auto& payment) { payment.inputs[0].tx_id += ' '; }), Rule::input_tx_id);
}

TEST_F(CheckTransaction, RefusesAnOutputIndexThatIsNoInteger) {
    EXPECT_EQ(judge([](auto& payment) { payment.inputs[0].output_index = Number{0.0}; }), Rule::output_index);
    EXPECT_EQ(judge([](auto& payment) { payment.inputs[0].output_index = Number{-1}; }), Rule::output_index);
}

TEST_F(CheckTransaction, LooksAtTheReferencesOfAllInputs) {
    const auto with_second = [&](const std::function<void(chain::TransactionInput&)>& change) {
        return judge([&](auto& payment) {
            payment.inputs.push_back(spend(chain_.reward(2)));
            change(payment.inputs[1]);
        });
    };
    EXPECT_EQ(with_second([](auto&) {}), kAccepted);
    EXPECT_EQ(with_second([](auto& input) { input.tx_id[63] = 'g'; }), Rule::input_tx_id);
    EXPECT_EQ(with_second([](auto& input) { input.output_index = Number{0.0}; }), Rule::output_index);
}

// Such a coin cannot come from a block, so the check is asked alone: the next rule would not find the coin.
TEST_F(CheckTransaction, RefusesAnOutputIndexBeyond32Bits) {
    Transaction payment = make_payment();
    payment.inputs[0].output_index = Number{4294967295};
    payment.tx_id = transaction_id(payment).to_hex();
    EXPECT_EQ(refused_by(check_transaction(payment)), kAccepted);

    payment.inputs[0].output_index = Number{4294967296};
    payment.tx_id = transaction_id(payment).to_hex();
    EXPECT_EQ(refused_by(check_transaction(payment)), Rule::output_index);
}

TEST_F(CheckTransaction, RefusesAnIdThatIsNotTheContents) {
    Transaction payment = make_payment();
    payment.tx_id = chain_.reward(1).tx_id;
    EXPECT_EQ(judge_as_it_is(payment), Rule::tx_id);
    payment.tx_id.clear();
    EXPECT_EQ(judge_as_it_is(payment), Rule::tx_id);
}

TEST_F(CheckTransaction, RefusesAnIdInUpperCase) {
    Transaction payment = make_payment();
    for (char& c : payment.tx_id) c = static_cast<char>(std::toupper(c));
    EXPECT_EQ(judge_as_it_is(payment), Rule::tx_id);
}

TEST_F(CheckTransaction, LeavesSignaturesAndInputScriptsOutOfTheId) {
    Transaction payment = make_payment();
    payment.inputs[0].script_sig = "anything";
    payment.inputs[0].signature.message_hash = "anything";
    EXPECT_EQ(judge_as_it_is(payment), kAccepted);
}

TEST_F(CheckTransaction, RefusesAnInputThatStandsTwice) {
    const auto with_inputs = [&](std::vector<chain::TransactionInput> inputs) {
        return judge([&](auto& payment) { payment.inputs = std::move(inputs); });
    };
    const auto first = spend(chain_.reward(1));
    const auto second = spend(chain_.reward(2));
    EXPECT_EQ(with_inputs({first, second}), kAccepted);
    EXPECT_EQ(with_inputs({first, first}), Rule::duplicate_input);
    EXPECT_EQ(with_inputs({first, second, first}), Rule::duplicate_input);
}

TEST_F(CheckTransaction, RefusesAnAmountThatIsNotAbove0) {
    for (const Number amount : {Number{0}, Number{0.0}, Number{-0.0}, Number{-1}, Number{-5e-324}})
        EXPECT_EQ(judge([&](auto& payment) { payment.outputs.push_back(pay(amount, 2)); }), Rule::amount)
            << amount.text();
    for (const Number amount : {Number{5e-324}, Number{0.25}})
        EXPECT_EQ(judge([&](auto& payment) { payment.outputs.push_back(pay(amount, 2)); }), kAccepted) << amount.text();
    EXPECT_EQ(judge([&](auto& payment) { payment.outputs = {pay(Number{49}, 2)}; }), kAccepted) << "an integer";
}

TEST_F(CheckTransaction, RefusesScriptsOfMoreThan1000Characters) {
    for (const char* character : {"a", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80"}) {
        const auto of = [&](std::size_t count) {
            return judge([&](auto& payment) { payment.outputs[0].script_pubkey = repeat(character, count); });
        };
        EXPECT_EQ(of(1000), kAccepted) << character;
        EXPECT_EQ(of(1001), Rule::script_length) << character;
    }
}

TEST_F(CheckTransaction, LimitsTheScriptsOfInputs) {
    Transaction payment = make_payment();
    payment.inputs[0].script_sig = repeat("\xf0\x9f\x98\x80", 1000);
    EXPECT_EQ(judge_as_it_is(payment), kAccepted);
    payment.inputs[0].script_sig = repeat("\xf0\x9f\x98\x80", 1001);
    EXPECT_EQ(judge_as_it_is(payment), Rule::script_length);
}

TEST_F(CheckTransaction, RefusesAnAddressThatIsEmptyOrLongerThan128Characters) {
    for (const char* character : {"a", "\xc3\xa9", "\xf0\x9f\x98\x80"}) {
        const auto of = [&](std::size_t count) {
            return judge([&](auto& payment) { payment.outputs[0].recipient_address = repeat(character, count); });
        };
        EXPECT_EQ(of(0), Rule::recipient_address);
        EXPECT_EQ(of(1), kAccepted) << character;
        EXPECT_EQ(of(128), kAccepted) << character;
        EXPECT_EQ(of(129), Rule::recipient_address) << character;
    }
}

TEST_F(CheckTransaction, RefusesAnAddressWithAControlCharacter) {
    const auto judge_address = [&](const std::string& address) {
        return judge([&](auto& payment) { payment.outputs[0].recipient_address = address; });
    };
    const auto with = [&](const std::string& character) { return judge_address("a" + character + "b"); };
    EXPECT_EQ(judge_address("\x1f"), Rule::recipient_address);
    EXPECT_EQ(judge_address("\xc2\x80"), Rule::recipient_address);
    for (char c = 0; c < 0x20; ++c) EXPECT_EQ(with(std::string(1, c)), Rule::recipient_address) << int{c};
    EXPECT_EQ(with("\x7f"), Rule::recipient_address);
    for (int c = 0x80; c < 0xa0; ++c)
        EXPECT_EQ(with(std::string("\xc2") + static_cast<char>(c)), Rule::recipient_address) << c;
}

TEST_F(CheckTransaction, AllowsAnAddressWithAnyOtherCharacter) {
    // A blank, U+007E, U+00A0, U+00C2, U+0080's second byte behind other first bytes, U+2028 and U+1F600.
    for (const char* character :
         {" ", "~", "\xc2\xa0", "\xc3\x82", "\xc3\x80", "\xe2\x80\x80", "\xe2\x80\xa8", "\xf0\x9f\x98\x80", "\"", "\\"})
        EXPECT_EQ(judge([&](auto& payment) { payment.outputs[0].recipient_address = character; }), kAccepted)
            << character;
}

TEST_F(CheckTransaction, RefusesATransactionOfMoreThan1MiB) {
    Transaction payment = test::make_payment_of_size(spend(chain_.reward(1)), chain::kMaxTransactionBytes);
    ASSERT_EQ(canonical_json(payment).size(), chain::kMaxTransactionBytes);
    EXPECT_EQ(judge_as_it_is(payment), kAccepted);

    payment.inputs[0].script_sig += 'x';
    EXPECT_EQ(judge_as_it_is(payment), Rule::transaction_too_large);
}

// So many inputs and outputs with scripts of 1000 letters, and a message hash that is so long.
Transaction make_wide(std::uint64_t inputs, std::size_t outputs, std::size_t message_hash) {
    Transaction transaction = test::make_payment({}, {outputs, {Number{0.01}, test::address_of(2), repeat("x", 1000)}});
    for (std::uint64_t i = 0; i < inputs; ++i)
        transaction.inputs.push_back({std::string(64, 'a'), Number{i}, {}, repeat("x", 1000)});
    transaction.inputs[0].signature.message_hash = repeat("x", message_hash);
    transaction.tx_id = transaction_id(transaction).to_hex();
    return transaction;
}

// Whose canonical JSON cannot be too large is not written for it. Whoever leaves one kind of text out of that sum, or
// takes it off, thinks so of one of these.
TEST_F(CheckTransaction, CountsTheTextsOfAllParts) {
    EXPECT_EQ(refused_by(check_transaction(make_wide(500, 400, 0))), kAccepted);
    const Transaction all[] = {make_wide(1000, 1, 0),  make_wide(1, 1, 1100000), make_wide(1, 1000, 0),
                               make_wide(500, 515, 0), make_wide(500, 453, 0),   make_wide(500, 514, 0),
                               make_wide(500, 550, 0), make_wide(1, 600, 621000)};
    for (const Transaction& transaction : all) {
        ASSERT_GT(canonical_json(transaction).size(), chain::kMaxTransactionBytes);
        EXPECT_EQ(refused_by(check_transaction(transaction)), Rule::transaction_too_large);
    }
}

// Escapes count: a control character takes six bytes.
TEST_F(CheckTransaction, CountsBytesAsTheyAreWritten) {
    const auto with_outputs = [&](std::size_t count) {
        return judge([&](auto& payment) {
            payment.outputs.assign(count, {Number{0.01}, test::address_of(2), repeat("\x01", 1000)});
        });
    };
    EXPECT_EQ(with_outputs(170), kAccepted);
    EXPECT_EQ(with_outputs(174), Rule::transaction_too_large);
}

// What stands around the texts is less than a tenth of these, and makes them too large.
TEST_F(CheckTransaction, CountsTheNamesOfTheMembers) {
    Transaction many_outputs = make_wide(1, 1000, 0);
    for (auto& output : many_outputs.outputs) output = {Number{0.01}, "a", repeat("\x01", 167)};
    Transaction many_inputs = make_wide(1000, 1, 0);
    for (auto& input : many_inputs.inputs) input.script_sig = repeat("\x01", 153);
    many_inputs.outputs[0].script_pubkey.clear();
    for (Transaction* transaction : {&many_outputs, &many_inputs}) {
        transaction->inputs[0].script_sig.clear();
        transaction->inputs[0].signature = {};
        transaction->tx_id = transaction_id(*transaction).to_hex();
        EXPECT_EQ(refused_by(check_transaction(*transaction)), Rule::transaction_too_large);
    }
}

TEST_F(CheckTransaction, RefusesACoinbaseOutsideABlock) {
    const Transaction coinbase = chain::make_coinbase(5, test::address_of(1), Number{50.0}, Number{1700000000.0});
    EXPECT_EQ(refused_by(check_coinbase(coinbase)), kAccepted);
    EXPECT_EQ(refused_by(check_transaction(coinbase)), Rule::unexpected_coinbase);
}

TEST_F(CheckTransaction, RefusesAnInvalidPayeeForTheMempoolOnly) {
    Transaction payment = make_payment();
    EXPECT_EQ(refused_by(check_payees(payment)), kAccepted);

    payment.outputs = {pay(1.0, 2), {Number{1.0}, "genesis", ""}};
    wallet::sign_transaction(payment, test::key_of(test::kMiner));
    EXPECT_EQ(refused_by(check_payees(payment)), Rule::payee_address);
    EXPECT_EQ(judge_as_it_is(payment), kAccepted) << "in a block";
}

TEST_F(CheckTransaction, RefusesAPayeeWithAWrongChecksumOrABlank) {
    const std::string address = test::address_of(2);
    for (const std::string& payee : {address + " ", " " + address, address.substr(1), "1" + address}) {
        Transaction payment = make_payment();
        payment.outputs[0].recipient_address = payee;
        EXPECT_EQ(refused_by(check_payees(payment)), Rule::payee_address) << payee;
    }
}

}  // namespace
}  // namespace chaincore::consensus
