// SPDX-License-Identifier: MIT
// Transactions that the reference signed, and what became of them in other hands.
#include "chaincore/chain/block_reader.hpp"
#include "chaincore/consensus/check_spend.hpp"
#include "chaincore/consensus/check_transaction.hpp"
#include "chaincore/consensus/utxo_set.hpp"
#include "support/test_data.hpp"
#include "support/verdict.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace chaincore::consensus {
namespace {

using chain::Number;
using chain::Rule;
using test::kAccepted;

UtxoSet coins_of(const nlohmann::json& vector_case) {
    UtxoSet coins;
    for (const auto& utxo : vector_case["utxos"]) {
        const auto& amount = utxo["amount"];
        const OutPoint out_point{crypto::Hash256::from_hex(utxo["tx_id"].get<std::string>()).value(),
                                 utxo["output_index"]};
        if (coins.find(out_point)) continue;
        coins.add({out_point,
                   {amount.is_number_float() ? Number{amount.get<double>()} : Number{amount.get<std::int64_t>()},
                    utxo["recipient_address"], utxo["block_height"]}});
    }
    return coins;
}

std::optional<Rule> judge(const nlohmann::json& vector_case) {
    const auto transaction = chain::BlockReader{}.read_transaction(vector_case["wire"].get<std::string>());
    if (!transaction) return transaction.error().rule;
    if (const auto verdict = check_transaction(*transaction); !verdict) return verdict.error().rule;
    const auto spent = check_spend(*transaction, coins_of(vector_case));
    if (!spent) return spent.error().rule;
    const auto verdict = test::refused_by(check_signatures(*transaction, spent->coins));
    // Whatever was found out before changes no verdict.
    SignatureCache ahead, known;
    std::vector<std::string> signers;
    for (const auto& input : transaction->inputs) signers.push_back(signer_of(*transaction, input, {.cache = &ahead}));
    const bool are_valid = std::count(signers.begin(), signers.end(), "") == 0;
    EXPECT_TRUE(verdict != kAccepted || are_valid) << vector_case["kind"];
    EXPECT_TRUE(verdict != Rule::signature || !are_valid) << vector_case["kind"];
    for (const auto& input : transaction->inputs)
        EXPECT_TRUE(!are_valid || ahead.find_signer(SignatureCache::key_of(*transaction, input)))
            << vector_case["kind"];
    for (const SignatureCheck& check : std::vector<SignatureCheck>{
             {.cache = &ahead}, {.cache = &ahead}, {.cache = &known}, {.cache = &known}, {.signers = signers}})
        EXPECT_EQ(test::refused_by(check_signatures(*transaction, spent->coins, check)), verdict)
            << vector_case["kind"];
    return verdict;
}

// By `kind`. Where the vectors leave the verdict open, docs/rules.md decides: keys in either form, hex without blanks,
// at least one output. A key that does not own the coin is named before its signature is looked at.
const std::map<std::string, std::optional<Rule>> kExpected = {
    {"valid", kAccepted},
    {"signed by a key that does not own the output", Rule::wrong_owner},
    {"foreign public key put in", Rule::wrong_owner},
    {"amount changed after signing, tx_id kept", Rule::tx_id},
    {"recipient changed after signing, tx_id kept", Rule::tx_id},
    {"changed, tx_id recomputed, old signature", Rule::signature},
    {"tx_id replaced", Rule::tx_id},
    {"high-S", kAccepted},
    {"low-S", kAccepted},
    {"digest sha256(sha256(m)) made by hand", kAccepted},
    {"digest sha256(m)", Rule::signature},
    {"digest sha256^3(m)", Rule::signature},
    {"digest sha256(hex(sha256(m)))", Rule::signature},
    {"compressed public key", kAccepted},
    {"hybrid public key", Rule::signature},
    {"point not on the curve", Rule::signature},
    {"public key empty", Rule::signature},
    {"public key upper case hex", kAccepted},
    {"signature upper case hex", kAccepted},
    {"signature hex with spaces", Rule::signature},
    {"signature odd hex", Rule::signature},
    {"signature one bit flipped", Rule::signature},
    {"signature trailing byte", Rule::signature},
    {"raw r||s signature", Rule::signature},
    {"r padded with an extra zero", Rule::signature},
    {"long-form DER length", Rule::signature},
    {"s = 0", Rule::signature},
    {"r = 0", Rule::signature},
    {"s + n", Rule::signature},
    {"message_hash wrong", kAccepted},
    {"message_hash absent", kAccepted},
    {"script_sig changed", kAccepted},
    {"signature {}", Rule::signature},
    {"signature null", Rule::wrong_type},
    {"public_key absent", Rule::signature},
    {"signature.signature absent", Rule::signature},
    {"output not in the utxo set", Rule::missing_input},
    {"outputs exceed inputs", Rule::overspent},
    {"negative output", Rule::amount},
    {"same output twice as input", Rule::duplicate_input},
    {"no inputs", Rule::input_count},
    {"no outputs", Rule::output_count},
    {"coinbase form", Rule::unexpected_coinbase},
    {"second of two inputs unsigned", Rule::signature},
    {"signatures of two inputs swapped", Rule::signature},
};

TEST(SignedTransactions, AreJudgedByTheRules) {
    std::size_t count = 0;
    for (const auto& vector_case : test::load_cases("signed_txs")) {
        const std::string kind = vector_case["kind"];
        const bool is_timeless = vector_case["strict_reason"] == "timestamp <= 0";
        const auto outcome = judge(vector_case);
        EXPECT_EQ(outcome, is_timeless ? Rule::transaction_timestamp : kExpected.at(kind)) << count << ", " << kind;
        if (vector_case["strict"] != "either") {
            EXPECT_EQ(outcome == kAccepted, vector_case["strict"] == "accept") << count << ", " << kind;
        }
        ++count;
    }
    EXPECT_EQ(count, 178u);
}

}  // namespace
}  // namespace chaincore::consensus
