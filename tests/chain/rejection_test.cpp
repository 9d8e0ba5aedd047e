// SPDX-License-Identifier: MIT
#include "chaincore/chain/rejection.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace chaincore::chain {
namespace {

TEST(Rejection, NamesEveryRuleOnce) {
    std::set<std::string_view> names;
    for (const Rule rule : all_rules()) EXPECT_TRUE(names.insert(rule_name(rule)).second) << rule_name(rule);
    EXPECT_EQ(names.size(), 50U);
}

TEST(Rejection, NamesRulesInSnakeCase) {
    const auto is_allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
    for (const Rule rule : all_rules()) {
        const std::string_view name = rule_name(rule);
        ASSERT_FALSE(name.empty());
        EXPECT_TRUE(std::all_of(name.begin(), name.end(), is_allowed)) << name;
        EXPECT_TRUE(name.front() != '_' && name.back() != '_' && name.find("__") == name.npos) << name;
    }
}

TEST(Rejection, ListsRulesInTheOrderOfTheEnumeration) {
    std::size_t position = 0;
    for (const Rule rule : all_rules()) EXPECT_EQ(static_cast<std::size_t>(rule), position++);
}

TEST(Rejection, CarriesItsRuleAndItsText) {
    const Verdict verdict = reject(Rule::nonce, "found -1, expected 0 to 2^63-1");
    ASSERT_FALSE(verdict);
    EXPECT_EQ(verdict.error().rule, Rule::nonce);
    EXPECT_EQ(verdict.error().message, "found -1, expected 0 to 2^63-1");
    EXPECT_EQ(rule_name(verdict.error().rule), "nonce");
}

}  // namespace
}  // namespace chaincore::chain
