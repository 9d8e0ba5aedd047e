// SPDX-License-Identifier: MIT
#include "sync/bracket_scan.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace chaincore::sync {
namespace {

// Where an object ended, or where it became too deep; npos where neither happened.
struct End {
    std::size_t at = std::string::npos;
    bool too_deep = false;

    bool operator==(const End&) const = default;
};

std::ostream& operator<<(std::ostream& out, const End& end) {
    return out << end.at << (end.too_deep ? ", too deep" : "");
}

End scan(const std::string& text, std::size_t max_depth, const std::vector<std::size_t>& pieces) {
    BracketScan scan(max_depth);
    std::size_t position = 0;
    for (std::size_t i = 0; position < text.size(); ++i) {
        const std::size_t size = std::min(pieces[i % pieces.size()], text.size() - position);
        // A copy of the very size: the sanitizer sees a read behind it.
        const std::vector<char> piece(text.begin() + static_cast<std::ptrdiff_t>(position),
                                      text.begin() + static_cast<std::ptrdiff_t>(position + size));
        position += scan.advance(piece.data(), piece.size());
        if (scan.is_done() || scan.is_too_deep()) return {position, scan.is_too_deep()};
    }
    return {};
}

// The same, one byte after the other.
End scan_plainly(const std::string& text, std::size_t max_depth) {
    std::size_t depth = 0;
    bool in_string = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (in_string && c == '\\') {
            ++i;
        } else if (c == '"') {
            in_string = !in_string;
        } else if (!in_string && (c == '{' || c == '[')) {
            if (++depth > max_depth) return {i + 1, true};
        } else if (!in_string && (c == '}' || c == ']')) {
            if (--depth == 0) return {i + 1, false};
        }
    }
    return {};
}

std::string random_text(std::mt19937& random, const std::string& alphabet, std::size_t size) {
    std::string text = "{";
    while (text.size() < size) text += alphabet[random() % alphabet.size()];
    return text;
}

void expect_the_plain_answer(const std::string& alphabet, std::size_t rounds) {
    std::mt19937 random(20261122);
    for (std::size_t round = 0; round < rounds; ++round) {
        const std::string text = random_text(random, alphabet, 1 + random() % 600);
        const std::size_t max_depth = 1 + random() % 8;
        const std::vector<std::size_t> pieces = {1 + random() % 200, 1 + random() % 70};
        ASSERT_EQ(scan(text, max_depth, pieces), scan_plainly(text, max_depth)) << text;
        ASSERT_EQ(scan(text, max_depth, {text.size()}), scan_plainly(text, max_depth)) << text;
    }
}

TEST(BracketScan, FindsTheEndOfAnObject) {
    EXPECT_EQ(scan("{}", 64, {2}), (End{2, false}));
    EXPECT_EQ(scan("{}}", 64, {3}), (End{2, false}));
    EXPECT_EQ(scan(R"({"a":[{},{}]},{)", 64, {100}), (End{13, false}));
    EXPECT_EQ(scan(R"({"a":1)", 64, {100}), End{});
}

TEST(BracketScan, LooksIntoNoString) {
    EXPECT_EQ(scan(R"({"}":"]}{["}})", 64, {100}), (End{12, false}));
    EXPECT_EQ(scan(R"({"a\"}":"\\"}})", 64, {100}), (End{13, false}));
    EXPECT_EQ(scan(R"({"\\\\\"}":1})", 64, {1}), (End{13, false}));
}

TEST(BracketScan, FindsTheEndAtEveryPlaceOfItsBlocksOf64) {
    for (std::size_t filler = 0; filler < 200; ++filler) {
        const std::string object = R"({"a":")" + std::string(filler, '}') + R"(\"","b":[]})";
        const std::string text = object + std::string(150, '}');
        const End expected{object.size(), false};
        for (const std::size_t piece : {1U, 2U, 3U, 7U, 63U, 64U, 65U, 1000U})
            ASSERT_EQ(scan(text, 64, {piece}), expected) << filler << " in pieces of " << piece;
    }
}

TEST(BracketScan, AgreesWithAPlainScanOnBrackets) { expect_the_plain_answer("{}[]aaaaaaaaaaaaaaa", 5000); }

TEST(BracketScan, AgreesWithAPlainScanOnQuotes) { expect_the_plain_answer("{[]}\"\"aaaaaaaaaaaaaaaaaaaaaaaa", 5000); }

TEST(BracketScan, AgreesWithAPlainScanOnBackslashes) { expect_the_plain_answer("{{}\"\"\\\\aaaaaaaaaaaaaaaa", 5000); }

// 0x5b, 0x5d, 0x7b and 0x7d less or more one bit, and bytes beyond ASCII.
TEST(BracketScan, TakesNoOtherByteForABracket) {
    expect_the_plain_answer("{}\x1b\x3b\xdb\xfb\x5a\x7a\x1d\x3d\xdd\xfd\x5c\x7c\x02\xa2", 2000);
}

TEST(BracketScan, CountsNoFurtherThanItsLimit) {
    for (std::size_t blanks = 0; blanks < 130; ++blanks) {
        const auto nested = [&](std::size_t depth) {
            return "{" + std::string(blanks, ' ') + std::string(depth - 1, '[') + std::string(depth - 1, ']') + "}";
        };
        ASSERT_EQ(scan(nested(64), 64, {1000}), (End{nested(64).size(), false})) << blanks;
        ASSERT_EQ(scan(nested(65), 64, {1000}), (End{blanks + 65, true})) << blanks;
    }
}

}  // namespace
}  // namespace chaincore::sync
