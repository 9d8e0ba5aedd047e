// SPDX-License-Identifier: MIT
#include "chaincore/net/misdeed.hpp"

#include <gtest/gtest.h>

#include <set>

namespace chaincore::net {
namespace {

using chain::Rule;

// What no version of the reference passes on innocently. The miner dialect's hash is none of it: honest clients of
// mainline make it, and era A's nodes take it.
const std::set<Rule> kLies{Rule::proof_of_work, Rule::block_hash};

TEST(Misdeed, IsEveryRuleThatShowsALieAndNoOther) {
    for (const Rule rule : chain::all_rules())
        EXPECT_EQ(misdeed_of(rule), kLies.contains(rule) ? Misdeed::invalid_work : Misdeed::none)
            << chain::rule_name(rule);
}

}  // namespace
}  // namespace chaincore::net
