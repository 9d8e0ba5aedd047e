// SPDX-License-Identifier: MIT
#include "sync/bracket_scan.hpp"

#include "chaincore/crypto/cpu_features.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

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

End scan(const std::string& text, std::size_t max_depth, const std::vector<std::size_t>& pieces,
         SkipBlocks skip_blocks = nullptr) {
    BracketScan scan(max_depth, skip_blocks);
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

void expect_the_plain_answer(SkipBlocks skip_blocks, const std::string& alphabet, std::size_t rounds) {
    std::mt19937 random(20261122);
    for (std::size_t round = 0; round < rounds; ++round) {
        const std::string text = random_text(random, alphabet, 1 + random() % 600);
        const std::size_t max_depth = 1 + random() % 8;
        const std::vector<std::size_t> pieces = {1 + random() % 200, 1 + random() % 70};
        ASSERT_EQ(scan(text, max_depth, pieces, skip_blocks), scan_plainly(text, max_depth)) << text;
        ASSERT_EQ(scan(text, max_depth, {text.size()}, skip_blocks), scan_plainly(text, max_depth)) << text;
    }
}

struct Kernel {
    const char* name;
    SkipBlocks skip_blocks;
    bool runs_here;
};

std::ostream& operator<<(std::ostream& out, const Kernel& kernel) { return out << kernel.name; }

std::vector<Kernel> kernels() {
    std::vector<Kernel> all = {{"portable", skip_blocks_portable, true}};
#if defined(__x86_64__)
    all.push_back({"avx2", skip_blocks_avx2, crypto::detect_cpu_features().avx2});
#endif
    return all;
}

class BracketKernel : public testing::TestWithParam<Kernel> {
protected:
    void SetUp() override {
        if (!GetParam().runs_here) GTEST_SKIP() << "this CPU has no " << GetParam().name;
    }

    void expect_the_plain_answer(const std::string& alphabet, std::size_t rounds) {
        sync::expect_the_plain_answer(GetParam().skip_blocks, alphabet, rounds);
    }
};

INSTANTIATE_TEST_SUITE_P(All, BracketKernel, testing::ValuesIn(kernels()),
                         [](const auto& tested) { return std::string(tested.param.name); });

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

TEST_P(BracketKernel, AgreesWithAPlainScanOnBrackets) { expect_the_plain_answer("{}[]aaaaaaaaaaaaaaa", 5000); }

TEST_P(BracketKernel, AgreesWithAPlainScanOnQuotes) {
    expect_the_plain_answer("{[]}\"\"aaaaaaaaaaaaaaaaaaaaaaaa", 5000);
}

TEST_P(BracketKernel, AgreesWithAPlainScanOnBackslashes) {
    expect_the_plain_answer("{{}\"\"\\\\aaaaaaaaaaaaaaaa", 5000);
}

// 0x5b, 0x5d, 0x7b and 0x7d less or more one bit, and bytes beyond ASCII.
TEST_P(BracketKernel, TakesNoOtherByteForABracket) {
    expect_the_plain_answer("{}\x1b\x3b\xdb\xfb\x5a\x7a\x1d\x3d\xdd\xfd\x5c\x7c\x02\xa2", 2000);
}

TEST_P(BracketKernel, CountsNoFurtherThanItsLimit) {
    for (std::size_t blanks = 0; blanks < 130; ++blanks) {
        const auto nested = [&](std::size_t depth) {
            return "{" + std::string(blanks, ' ') + std::string(depth - 1, '[') + std::string(depth - 1, ']') + "}";
        };
        ASSERT_EQ(scan(nested(64), 64, {1000}, GetParam().skip_blocks), (End{nested(64).size(), false})) << blanks;
        ASSERT_EQ(scan(nested(65), 64, {1000}, GetParam().skip_blocks), (End{blanks + 65, true})) << blanks;
    }
}

TEST_P(BracketKernel, SkipsWhatIsLongAndDecidesNothing) {
    BracketState state{.max_depth = 64, .depth = 2};
    const std::string text(kBracketBlock * 10 + 5, 'a');
    EXPECT_EQ(GetParam().skip_blocks(state, text.data(), text.size()), kBracketBlock * 10);
    EXPECT_EQ(state.depth, 2U);
}

}  // namespace
}  // namespace chaincore::sync
