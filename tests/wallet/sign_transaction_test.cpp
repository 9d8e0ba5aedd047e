// SPDX-License-Identifier: MIT
#include "chaincore/wallet/sign_transaction.hpp"

#include "chaincore/chain/block_reader.hpp"
#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/consensus/check_spend.hpp"
#include "chaincore/consensus/check_transaction.hpp"
#include "chaincore/crypto/sha256.hpp"
#include "chaincore/util/hex.hpp"
#include "support/test_chain.hpp"
#include "support/test_data.hpp"
#include "support/verdict.hpp"

#include <gtest/gtest.h>

namespace chaincore::wallet {
namespace {

using test::kAccepted;
using test::pay;
using test::refused_by;
using test::spend;

class SignTransaction : public testing::Test {
protected:
    chain::Transaction make_unsigned() const {
        chain::Transaction transaction;
        transaction.inputs = {spend(chain_.reward(0)), spend(chain_.reward(1))};
        transaction.outputs = {pay(99.5, 2)};
        transaction.timestamp = chain::Number{1700000000.25};
        return transaction;
    }

    std::optional<chain::Rule> judge(const chain::Transaction& transaction) const {
        if (auto verdict = consensus::check_transaction(transaction); !verdict) return verdict.error().rule;
        const auto spent = consensus::check_spend(transaction, chain_.replay().coins());
        if (!spent) return spent.error().rule;
        return refused_by(consensus::check_signatures(transaction, spent->coins));
    }

    test::TestChain chain_{2};
};

TEST_F(SignTransaction, MakesATransactionThatTheRulesAccept) {
    chain::Transaction transaction = make_unsigned();
    EXPECT_EQ(judge(transaction), chain::Rule::tx_id);
    sign_transaction(transaction, test::key_of(test::kMiner));
    EXPECT_EQ(judge(transaction), kAccepted);
    EXPECT_EQ(chain_.judge(chain_.make_block({transaction})), kAccepted);
}

TEST_F(SignTransaction, DoesNotMakeSomebodyElsesCoinsOurs) {
    chain::Transaction transaction = make_unsigned();
    sign_transaction(transaction, test::key_of(2));
    EXPECT_EQ(judge(transaction), chain::Rule::wrong_owner);
}

TEST_F(SignTransaction, SetsTheIdOfTheUnsignedForm) {
    chain::Transaction transaction = make_unsigned();
    const std::string id = transaction_id(transaction).to_hex();
    sign_transaction(transaction, test::key_of(test::kMiner));
    EXPECT_EQ(transaction.tx_id, id);
    EXPECT_EQ(transaction_id(transaction).to_hex(), id);
}

TEST_F(SignTransaction, ReplacesWhatWasSignedBefore) {
    chain::Transaction expected = make_unsigned();
    sign_transaction(expected, test::key_of(test::kMiner));
    chain::Transaction again = expected;
    again.tx_id = "rubbish";
    again.inputs[0].signature = {};
    again.inputs[1].script_sig = "rubbish";
    sign_transaction(again, test::key_of(test::kMiner));
    EXPECT_EQ(again, expected) << "signatures are deterministic";
}

TEST_F(SignTransaction, FillsInTheFieldsOfTheReference) {
    chain::Transaction transaction = make_unsigned();
    sign_transaction(transaction, test::key_of(test::kMiner));
    const std::string key = util::to_hex(test::key_of(test::kMiner).public_key().uncompressed());
    for (const auto& input : transaction.inputs) {
        const std::string& signature = input.signature.signature.value();
        EXPECT_EQ(input.signature.public_key, key);
        EXPECT_EQ(input.signature.message_hash, crypto::sha256(signing_message(transaction.tx_id, input)).to_hex());
        EXPECT_EQ(input.script_sig, "SIG(" + signature.substr(0, 16) + "...) PUBKEY(" + key.substr(0, 16) + "...)");
    }
    EXPECT_NE(transaction.inputs[0].signature.signature, transaction.inputs[1].signature.signature);
}

// The reference's own transactions have these fields in the same form.
TEST_F(SignTransaction, WritesScriptsAndMessageHashesAsTheReferenceDoes) {
    std::size_t count = 0;
    for (const auto& vector_case : test::load_cases("signed_txs")) {
        if (vector_case["kind"] != "valid") continue;
        const auto recorded = chain::BlockReader{}.read_transaction(vector_case["wire"].get<std::string>());
        ASSERT_EQ(refused_by(recorded), kAccepted);
        for (const auto& input : recorded->inputs) {
            EXPECT_EQ(input.script_sig, "SIG(" + input.signature.signature->substr(0, 16) + "...) PUBKEY(" +
                                            input.signature.public_key->substr(0, 16) + "...)");
            EXPECT_EQ(input.signature.message_hash, crypto::sha256(signing_message(recorded->tx_id, input)).to_hex());
        }
        ++count;
    }
    EXPECT_EQ(count, 46u);
}

}  // namespace
}  // namespace chaincore::wallet
