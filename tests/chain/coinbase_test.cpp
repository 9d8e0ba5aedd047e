// SPDX-License-Identifier: MIT
#include "chaincore/chain/coinbase.hpp"

#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/chain/genesis.hpp"

#include <gtest/gtest.h>

namespace chaincore::chain {
namespace {

TEST(Coinbase, IsWrittenAsTheReferenceWritesIt) {
    const Transaction coinbase = make_coinbase(7, "1abc", Number{50.0}, Number{1795367889.25});
    EXPECT_TRUE(coinbase.is_coinbase());
    EXPECT_EQ(
        transaction_preimage(coinbase),
        R"({"inputs": [{"output_index": 4294967295, "script_sig": "COINBASE_BLOCK_7", "signature": {}, "tx_id": )"
        R"("0000000000000000000000000000000000000000000000000000000000000000"}], "lock_time": 0, )"
        R"j("outputs": [{"amount": 50.0, "recipient_address": "1abc", "script_pubkey": "PAY_TO_ADDRESS(1abc)"}], )j"
        R"("timestamp": 1795367889.25, "version": 1})");
}

TEST(Coinbase, ClaimsTheIdThatItHas) {
    const Transaction coinbase = make_coinbase(0, "1abc", Number{50.5}, Number{1});
    EXPECT_EQ(coinbase.tx_id, transaction_id(coinbase).to_hex());
    EXPECT_NE(coinbase.tx_id, make_coinbase(1, "1abc", Number{50.5}, Number{1}).tx_id);
}

TEST(Coinbase, IsKnownByItsOneInput) {
    const Transaction coinbase = make_coinbase(3, "1abc", Number{50.0}, Number{1});
    Transaction two_inputs = coinbase;
    two_inputs.inputs.push_back(two_inputs.inputs[0]);
    Transaction other_index = coinbase;
    other_index.inputs[0].output_index = Number{kCoinbaseOutputIndex - 1};
    Transaction real_index = coinbase;
    real_index.inputs[0].output_index = Number{4294967295.0};
    Transaction other_id = coinbase;
    other_id.inputs[0].tx_id.back() = '1';
    for (const Transaction& transaction : {two_inputs, other_index, real_index, other_id, Transaction{}})
        EXPECT_FALSE(transaction.is_coinbase());
}

TEST(MainlineGenesis, HasAnIdARootAndAHashThatAreMadeUp) {
    const Block genesis = mainline_genesis();
    ASSERT_EQ(genesis.transactions.size(), 1U);
    EXPECT_TRUE(genesis.transactions[0].is_coinbase());
    EXPECT_NE(genesis.transactions[0].tx_id, transaction_id(genesis.transactions[0]).to_hex());
    EXPECT_NE(genesis.header.merkle_root, genesis.transactions[0].tx_id);
    EXPECT_NE(genesis.hash, header_hash(genesis.header).to_hex());
    EXPECT_NE(genesis.hash, miner_dialect_hash(genesis.header).to_hex());
}

}  // namespace
}  // namespace chaincore::chain
