// SPDX-License-Identifier: MIT
// Each test changes one thing in a block's coinbase, makes all that follows from it fit again and asks the chain.
#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/chain/limits.hpp"
#include "chaincore/consensus/check_transaction.hpp"
#include "support/test_chain.hpp"
#include "support/verdict.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace chaincore::consensus {
namespace {

using chain::Block;
using chain::Number;
using chain::Rule;
using chain::Transaction;
using test::kAccepted;

class CheckCoinbase : public testing::Test {
protected:
    void SetUp() override {
        ASSERT_EQ(judge([](Transaction&) {}), kAccepted) << "the control";
    }

    std::optional<Rule> judge(const std::function<void(Transaction&)>& change) const {
        Block block = chain_.make_block();
        change(block.transactions[0]);
        test::seal(block);
        return chain_.judge(block);
    }

    test::TestChain chain_{2};
};

TEST_F(CheckCoinbase, RefusesAnyOtherReference) {
    EXPECT_EQ(judge([](auto& coinbase) { coinbase.inputs[0].tx_id[63] = '1'; }), Rule::missing_coinbase);
    EXPECT_EQ(judge([](auto& coinbase) { coinbase.inputs[0].output_index = Number{4294967294}; }),
              Rule::missing_coinbase);
    EXPECT_EQ(judge([](auto& coinbase) { coinbase.inputs[0].output_index = Number{4294967295.0}; }),
              Rule::missing_coinbase);
}

TEST_F(CheckCoinbase, RefusesNoInputAndTwo) {
    EXPECT_EQ(judge([](auto& coinbase) { coinbase.inputs.clear(); }), Rule::missing_coinbase);
    EXPECT_EQ(judge([](auto& coinbase) { coinbase.inputs.push_back(coinbase.inputs[0]); }), Rule::missing_coinbase);
}

TEST_F(CheckCoinbase, RefusesASignature) {
    EXPECT_EQ(judge([](auto& coinbase) { coinbase.inputs[0].signature.signature = ""; }), Rule::coinbase_signature);
    EXPECT_EQ(judge([](auto& coinbase) { coinbase.inputs[0].signature.public_key = ""; }), Rule::coinbase_signature);
    EXPECT_EQ(judge([](auto& coinbase) { coinbase.inputs[0].signature.message_hash = ""; }), Rule::coinbase_signature);
}

TEST_F(CheckCoinbase, RefusesAnIdThatLeavesItsScriptOut) {
    Block block = chain_.make_block();
    Transaction& coinbase = block.transactions[0];
    coinbase.inputs[0].script_sig.clear();
    EXPECT_NE(coinbase.tx_id, transaction_id(coinbase).to_hex());
    test::set_merkle_root(block);
    test::mine(block, 1);
    EXPECT_EQ(chain_.judge(block), Rule::tx_id);
}

TEST_F(CheckCoinbase, RefusesAnAmountThatIsNotAbove0) {
    for (const Number amount : {Number{0}, Number{0.0}, Number{-50.0}})
        EXPECT_EQ(judge([&](auto& coinbase) { coinbase.outputs[0].amount = amount; }), Rule::amount) << amount.text();
    EXPECT_EQ(judge([](auto& coinbase) { coinbase.outputs[0].amount = Number{50}; }), kAccepted);
    EXPECT_EQ(judge([](auto& coinbase) { coinbase.outputs[0].amount = Number{5e-324}; }), kAccepted);
}

TEST_F(CheckCoinbase, RefusesAnEmptyAddressAndAControlCharacter) {
    EXPECT_EQ(judge([](auto& coinbase) { coinbase.outputs[0].recipient_address.clear(); }), Rule::recipient_address);
    EXPECT_EQ(judge([](auto& coinbase) { coinbase.outputs[0].recipient_address = "a\nb"; }), Rule::recipient_address);
    EXPECT_EQ(judge([](auto& coinbase) { coinbase.outputs[0].recipient_address = "genesis"; }), kAccepted);
}

TEST_F(CheckCoinbase, RefusesAnOddVersionLockTimeAndTimestamp) {
    EXPECT_EQ(judge([](auto& coinbase) { coinbase.version = Number{0}; }), Rule::version);
    EXPECT_EQ(judge([](auto& coinbase) { coinbase.version = Number{1.0}; }), Rule::version);
    EXPECT_EQ(judge([](auto& coinbase) { coinbase.lock_time = Number{5}; }), Rule::lock_time);
    EXPECT_EQ(judge([](auto& coinbase) { coinbase.lock_time = Number{0.0}; }), Rule::lock_time);
    EXPECT_EQ(judge([](auto& coinbase) { coinbase.timestamp = Number{0}; }), Rule::transaction_timestamp);
}

TEST_F(CheckCoinbase, RefusesScriptsOfMoreThan1000Characters) {
    EXPECT_EQ(judge([](auto& coinbase) { coinbase.inputs[0].script_sig.assign(1000, 'x'); }), kAccepted);
    EXPECT_EQ(judge([](auto& coinbase) { coinbase.inputs[0].script_sig.assign(1001, 'x'); }), Rule::script_length);
    EXPECT_EQ(judge([](auto& coinbase) { coinbase.outputs[0].script_pubkey.assign(1001, 'x'); }), Rule::script_length);
}

TEST_F(CheckCoinbase, RefusesNoOutputAndMoreThan1000) {
    EXPECT_EQ(judge([](auto& coinbase) { coinbase.outputs.clear(); }), Rule::output_count);
    EXPECT_EQ(judge([](auto& coinbase) { coinbase.outputs.assign(1000, test::pay(0.05, 2)); }), kAccepted);
    EXPECT_EQ(judge([](auto& coinbase) { coinbase.outputs.assign(1001, test::pay(0.049, 2)); }), Rule::output_count);
}

TEST_F(CheckCoinbase, RefusesMoreThan1MiB) {
    const auto grow = [](Transaction& coinbase, std::size_t size) {
        coinbase.outputs[0].amount = Number{0.01};
        test::add_wide_outputs(coinbase, size);
        test::fill_input_script(coinbase, size);
        ASSERT_EQ(canonical_json(coinbase).size(), size);
    };
    EXPECT_EQ(judge([&](auto& coinbase) { grow(coinbase, chain::kMaxTransactionBytes); }), kAccepted);
    EXPECT_EQ(judge([&](auto& coinbase) { grow(coinbase, chain::kMaxTransactionBytes + 1); }),
              Rule::transaction_too_large);
}

TEST_F(CheckCoinbase, NeedsNoScriptAndNoHeightInIt) {
    EXPECT_EQ(judge([](auto& coinbase) { coinbase.inputs[0].script_sig.clear(); }), kAccepted);
    EXPECT_EQ(judge([](auto& coinbase) { coinbase.inputs[0].script_sig = "COINBASE_BLOCK_999"; }), kAccepted);
}

}  // namespace
}  // namespace chaincore::consensus
