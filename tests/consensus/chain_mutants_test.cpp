// SPDX-License-Identifier: MIT
// Recorded chains with one thing changed, and the rule that each of them breaks.
#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/consensus/chain_replay.hpp"
#include "support/recorded_chain.hpp"
#include "support/test_data.hpp"
#include "support/verdict.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace chaincore::consensus {
namespace {

using chain::Rule;
using test::kAccepted;
using Json = nlohmann::ordered_json;
using Outcome = std::optional<Rule>;

Outcome judge(const std::string& answer) {
    const auto blocks = test::read_chain(answer);
    if (!blocks) return blocks.error().rule;
    ChainReplay replay(chain::classic_params(2));
    for (const chain::Block& block : *blocks)
        if (const auto verdict = replay.append(block); !verdict) return verdict.error().rule;
    return kAccepted;
}

void apply_patch(Json& chain, const Json& patch) {
    Json* place = &chain;
    for (std::size_t i = 0; i + 1 < patch["path"].size(); ++i) {
        const Json& step = patch["path"][i];
        place = step.is_string() ? &place->at(step.get<std::string>()) : &place->at(step.get<std::size_t>());
    }
    const Json& last = patch["path"].back();
    if (patch["op"] == "insert") {
        place->insert(place->begin() + last.get<std::ptrdiff_t>(), patch["value"]);
    } else if (patch["op"] == "del") {
        place->erase(last.get<std::size_t>());
    } else if (last.is_string()) {
        (*place)[last.get<std::string>()] = patch["value"];
    } else {
        (*place)[last.get<std::size_t>()] = patch["value"];
    }
}

// nlohmann keeps each number's kind and value, if not always its digits: that is all that our reader sees.
TEST(ChainMutants, AreAppliedWithoutChangingTheRest) {
    for (const char* name : {"chain_10.json", "chain_100.json"}) {
        const std::string text = test::read_data(std::string("vectors/") + name);
        const auto before = test::read_chain(text);
        const auto after = test::read_chain(Json::parse(text).dump());
        ASSERT_EQ(test::refused_by(before), kAccepted);
        ASSERT_EQ(test::refused_by(after), kAccepted);
        EXPECT_EQ(*before, *after) << name;
    }
}

// How a case's `reason` begins, and what becomes of it.
struct Expectation {
    std::string_view reason;
    std::vector<Outcome> outcomes;
};

// Where the vectors leave the verdict open, docs/rules.md decides: a coinbase may claim less; a block must be later
// than the median, which these are not; what is read from a file is not asked whether it is ahead of our clock; a
// difficulty of 0 is below every network's.
const std::vector<Expectation> kExpectations = {
    {"unchanged", {kAccepted}},
    {"nonce changed", {Rule::block_hash}},
    {"timestamp changed", {Rule::block_hash}},
    {"timestamp made an int", {Rule::block_hash}},
    {"merkle root replaced", {Rule::block_hash}},
    {"hash replaced", {Rule::block_hash}},
    {"previous_hash replaced", {Rule::block_hash}},
    {"index wrong", {Rule::block_hash}},
    {"block missing", {Rule::block_index}},
    {"block twice", {Rule::block_index}},
    {"difficulty 0, hash unchanged", {Rule::difficulty}},
    {"difficulty 8 claimed", {Rule::block_hash}},
    {"coinbase removed", {Rule::missing_coinbase, Rule::transaction_count}},
    {"coinbase amount changed", {Rule::tx_id}},
    {"tx amount changed", {Rule::tx_id}},
    {"tx amount made an int", {Rule::tx_id, Rule::amount}},
    {"tx_id replaced", {Rule::tx_id}},
    {"signature removed", {Rule::signature}},
    {"input points to nothing", {Rule::tx_id}},
    {"tx twice in one block", {Rule::merkle_root, Rule::merkle_duplicate}},
    {"tx again in the tip", {Rule::merkle_root}},
    {"genesis index 1", {Rule::block_hash}},
    {"genesis previous_hash", {Rule::block_hash}},
    {"genesis missing", {Rule::block_index}},
    {"re-mined tip: coinbase pays itself far more", {Rule::coinbase_value}},
    {"re-mined tip: coinbase claims less", {kAccepted}},
    {"re-mined tip: two coinbases", {Rule::second_coinbase}},
    {"re-mined tip: no transactions", {Rule::transaction_count}},
    {"re-mined tip: timestamp before parent", {Rule::timestamp_too_old}},
    {"re-mined tip: timestamp 11 days ahead", {kAccepted}},
    {"re-mined tip: difficulty 0", {Rule::difficulty}},
};

std::vector<Outcome> expected_of(const std::string& reason) {
    for (const Expectation& expectation : kExpectations)
        if (reason.starts_with(expectation.reason)) return expectation.outcomes;
    return {};
}

TEST(ChainMutants, BreakTheRulesThatTheyAreMadeFor) {
    std::map<std::string, std::string> bases;
    std::size_t count = 0;
    const Json vectors = Json::parse(test::read_data("vectors/chain_mutants.json"));
    for (const Json& mutant : vectors["cases"]) {
        const std::string base = mutant["base"];
        if (!bases.contains(base)) bases[base] = test::read_data("vectors/" + base);
        Json answer = Json::parse(bases[base]);
        for (const Json& patch : mutant["patch"]) apply_patch(answer["chain"], patch);

        const Outcome outcome = judge(answer.dump());
        const std::string reason = mutant["reason"];
        EXPECT_EQ(std::ranges::count(expected_of(reason), outcome), 1)
            << base << ", " << reason << ": " << testing::PrintToString(outcome);
        if (mutant["strict"] != "either") {
            EXPECT_EQ(outcome == kAccepted, mutant["strict"] == "accept") << reason;
        }
        ++count;
    }
    EXPECT_EQ(count, 187u);
}

}  // namespace
}  // namespace chaincore::consensus
