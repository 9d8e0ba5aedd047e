// SPDX-License-Identifier: MIT
// Every rule has a test that breaks it and nothing else. A new rule fails here until it has one, too.
#include "support/verdict.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace chaincore::consensus {
namespace {

using chain::Rule;

struct Coverage {
    Rule rule;
    const char* test;
};

constexpr Coverage kCovered[] = {
    {Rule::invalid_json, "ReadRules.RefuseWhatIsNotJson"},
    {Rule::invalid_utf8, "ReadRules.RefuseInvalidUtf8"},
    {Rule::invalid_number, "ReadRules.RefuseNumbersBeyondTheirKinds"},
    {Rule::lone_surrogate, "ReadRules.RefuseHalfASurrogatePair"},
    {Rule::nul_character, "ReadRules.RefuseANulCharacter"},
    {Rule::duplicate_key, "ReadRules.RefuseAKeyThatStandsTwice"},
    {Rule::too_deep, "ReadRules.RefuseMoreThan64Levels"},
    {Rule::missing_field, "ReadRules.RefuseAMissingMember"},
    {Rule::wrong_type, "ReadRules.RefuseAWrongType"},
    {Rule::truncated_chain, "ReadRules.RefuseAnAnswerThatIsCutOff"},
    {Rule::transaction_too_large, "CheckTransaction.RefusesATransactionOfMoreThan1MiB"},
    {Rule::input_count, "CheckTransaction.RefusesMoreThan1000Inputs"},
    {Rule::output_count, "CheckTransaction.RefusesMoreThan1000Outputs"},
    {Rule::version, "CheckTransaction.RefusesAVersionBelow1"},
    {Rule::lock_time, "CheckTransaction.RefusesALockTime"},
    {Rule::transaction_timestamp, "CheckTransaction.RefusesATimestampOf0OrLess"},
    {Rule::input_tx_id, "CheckTransaction.RefusesAnInputIdInUpperCase"},
    {Rule::output_index, "CheckTransaction.RefusesAnOutputIndexThatIsNoInteger"},
    {Rule::tx_id, "CheckTransaction.RefusesAnIdThatIsNotTheContents"},
    {Rule::duplicate_input, "CheckTransaction.RefusesAnInputThatStandsTwice"},
    {Rule::missing_input, "CheckSpend.RefusesAnInputThatDoesNotExist"},
    {Rule::signature, "CheckSpend.RefusesASignatureOfAnotherTransaction"},
    {Rule::wrong_owner, "CheckSpend.RefusesAKeyThatDoesNotOwnTheCoin"},
    {Rule::amount, "CheckTransaction.RefusesAnAmountThatIsNotAbove0"},
    {Rule::overspent, "CheckSpend.AllowsOutputsToExceedInputsByOneUlpForEachOfThem"},
    {Rule::script_length, "CheckTransaction.RefusesScriptsOfMoreThan1000Characters"},
    {Rule::recipient_address, "CheckTransaction.RefusesAnAddressWithAControlCharacter"},
    {Rule::payee_address, "CheckTransaction.RefusesAnInvalidPayeeForTheMempoolOnly"},
    {Rule::unexpected_coinbase, "CheckTransaction.RefusesACoinbaseOutsideABlock"},
    {Rule::block_too_large, "CheckBlock.RefusesMoreThan4MiB"},
    {Rule::transaction_count, "CheckBlock.RefusesMoreThan1001Transactions"},
    {Rule::missing_coinbase, "CheckBlock.RefusesABlockWithoutCoinbase"},
    {Rule::second_coinbase, "CheckBlock.RefusesASecondCoinbase"},
    {Rule::coinbase_signature, "CheckCoinbase.RefusesASignature"},
    {Rule::block_index, "ConnectBlock.RefusesAnIndexThatIsNotTheNext"},
    {Rule::previous_hash, "ConnectBlock.RefusesAnotherParent"},
    {Rule::nonce, "CheckBlock.RefusesANonceBeyond63Bits"},
    {Rule::timestamp_too_old, "MedianTimeRule.LooksAtElevenBlocksAndNoMore"},
    {Rule::timestamp_too_new, "CheckBlock.RefusesABlockMoreThanTwoHoursAheadOfOurClock"},
    {Rule::merkle_root, "CheckBlock.RefusesAMerkleRootThatIsNotTheTransactions"},
    {Rule::merkle_duplicate, "CheckBlock.RefusesAListWhoseTailRepeatsAPair"},
    {Rule::block_hash, "CheckBlock.RefusesAHashThatIsNotTheHeaders"},
    {Rule::miner_dialect, "CheckBlock.AcceptsTheMinersHashOnMainlineOnly"},
    {Rule::proof_of_work, "CheckBlock.RefusesAHashWithTooFewZeros"},
    {Rule::difficulty, "CheckBlock.RefusesADifficultyBelowTheNetworks"},
    {Rule::double_spend, "CheckBlock.RefusesTwoTransactionsThatSpendOneOutput"},
    {Rule::duplicate_tx_id, "ConnectBlock.RefusesACoinbaseWhoseIdHasUnspentOutputs"},
    {Rule::coinbase_value, "ConnectBlock.RefusesARewardBeyondOneUlp"},
    {Rule::genesis, "MainlineGenesis.RefusesAnyOtherHeader"},
};

// By a test of another program, since it takes a chain.
constexpr Coverage kCoveredElsewhere[] = {
    {Rule::ruled_out, "RuledOut.RefusesTheBlockAndWhatBuildsOnIt"},
};

std::set<std::string> tests_of_this_program() {
    std::set<std::string> names;
    const testing::UnitTest& program = *testing::UnitTest::GetInstance();
    for (int i = 0; i < program.total_test_suite_count(); ++i) {
        const testing::TestSuite& suite = *program.GetTestSuite(i);
        for (int j = 0; j < suite.total_test_count(); ++j)
            names.insert(std::string(suite.name()) + "." + suite.GetTestInfo(j)->name());
    }
    return names;
}

TEST(RuleCoverage, NamesATestForEveryRule) {
    for (const Rule rule : chain::all_rules())
        EXPECT_EQ(std::ranges::count(kCovered, rule, &Coverage::rule) +
                      std::ranges::count(kCoveredElsewhere, rule, &Coverage::rule),
                  1)
            << rule_name(rule);
}

TEST(RuleCoverage, NamesTestsThatExist) {
    const std::set<std::string> names = tests_of_this_program();
    for (const Coverage& coverage : kCovered) EXPECT_TRUE(names.contains(coverage.test)) << coverage.test;
}

}  // namespace
}  // namespace chaincore::consensus
