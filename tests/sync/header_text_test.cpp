// SPDX-License-Identifier: MIT
#include "sync/header_text.hpp"

#include "support/verdict.hpp"

#include <gtest/gtest.h>

namespace chaincore::sync {
namespace {

using chain::Rule;

constexpr const char* kHeader =
    R"({"index": 7, "hash": "0a", "previous_hash": "0b", "timestamp": 1795367986.25, "target_difficulty": 4,
        "nonce": 9, "merkle_root": "0c", "unknown": [1, 2]})";

std::optional<Rule> refusal_of(std::string text, const std::string& what, const std::string& by) {
    text.replace(text.find(what), what.size(), by);
    const auto read = read_header(text);
    return read ? std::nullopt : std::optional(read.error().rule);
}

TEST(HeaderText, IsReadInAnyOrder) {
    const auto read = read_header(kHeader);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->header.height, chain::Number{7});
    EXPECT_EQ(read->header.previous_hash, "0b");
    EXPECT_EQ(read->header.merkle_root, "0c");
    EXPECT_EQ(read->header.timestamp, chain::Number{1795367986.25});
    EXPECT_EQ(read->header.nonce, chain::Number{9});
    EXPECT_EQ(read->header.target_difficulty, chain::Number{4});
    EXPECT_EQ(read->hash, "0a");
}

TEST(HeaderText, LacksNothing) {
    for (const std::string name :
         {"index", "hash", "previous_hash", "timestamp", "target_difficulty", "nonce", "merkle_root"})
        EXPECT_EQ(refusal_of(kHeader, '"' + name + '"', "\"other\""), Rule::missing_field) << name;
}

TEST(HeaderText, HasTextsAndNumbersWhereTheyBelong) {
    EXPECT_EQ(refusal_of(kHeader, R"("0a")", "5"), Rule::wrong_type);
    EXPECT_EQ(refusal_of(kHeader, "7", R"("7")"), Rule::wrong_type);
    EXPECT_EQ(refusal_of(kHeader, "\"nonce\"", "\"index\""), Rule::duplicate_key);
    EXPECT_EQ(read_header("[]").error().rule, Rule::missing_field);
}

}  // namespace
}  // namespace chaincore::sync
