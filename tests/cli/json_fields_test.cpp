// SPDX-License-Identifier: MIT
#include "cli/json_fields.hpp"

#include "chaincore/chain/json_reader.hpp"

#include <gtest/gtest.h>

namespace chaincore::cli {
namespace {

const chain::JsonValue kAnswer =
    *chain::parse_json(R"({"text": "a\u001b[31mb\u00e9", "count": 7, "real": 1.5, "truth": true, "list": [1]})");

TEST(JsonFields, AreWhatIsThere) {
    EXPECT_EQ(count_at(kAnswer, "count"), 7U);
    EXPECT_EQ(number_at(kAnswer, "real"), 1.5);
    EXPECT_TRUE(truth_at(kAnswer, "truth"));
    EXPECT_EQ(array_at(kAnswer, "list").size(), 1U);
}

TEST(JsonFields, AreNothingWhereTheyAreMissingOrOfAnotherKind) {
    EXPECT_EQ(count_at(kAnswer, "absent"), 0U);
    EXPECT_EQ(count_at(kAnswer, "real"), 0U);
    EXPECT_EQ(number_at(kAnswer, "text"), 0);
    EXPECT_FALSE(truth_at(kAnswer, "count"));
    EXPECT_EQ(text_at(kAnswer, "count"), "");
    EXPECT_TRUE(array_at(kAnswer, "text").empty());
    EXPECT_EQ(object_at(kAnswer, "list").find("x"), nullptr);
}

TEST(JsonFields, DoNothingToATerminal) {
    EXPECT_EQ(text_at(kAnswer, "text"), "a?[31mb??");
    EXPECT_EQ(shown_text(std::string(500, 'x')).size(), 128U);
}

}  // namespace
}  // namespace chaincore::cli
