// SPDX-License-Identifier: MIT
#include "chaincore/chain/in_quotes.hpp"

#include <gtest/gtest.h>

namespace chaincore::chain {
namespace {

TEST(InQuotes, EscapesWhatCouldActOnATerminal) {
    EXPECT_EQ(in_quotes("abc"), "\"abc\"");
    EXPECT_EQ(in_quotes("\x1b]0;x\x07\n\""), "\"\\u001b]0;x\\u0007\\n\\\"\"");
    EXPECT_EQ(in_quotes("\xc3\xa9"), "\"\\u00e9\"");
}

TEST(InQuotes, CutsALongTextAndSaysSo) {
    EXPECT_EQ(in_quotes(std::string(80, 'x')), '"' + std::string(80, 'x') + '"');
    EXPECT_EQ(in_quotes(std::string(81, 'x')), '"' + std::string(80, 'x') + "\"...");
}

TEST(InQuotes, NeverCutsACharacterInTwo) {
    const std::string text = std::string(79, 'x') + "\xf0\x9f\x98\x80" + std::string(10, 'y');
    EXPECT_EQ(in_quotes(text), '"' + std::string(79, 'x') + "\"...");
}

}  // namespace
}  // namespace chaincore::chain
