// SPDX-License-Identifier: MIT
#include "chaincore/sync/chain_scanner.hpp"

#include "support/test_data.hpp"
#include "support/verdict.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

namespace chaincore::sync {
namespace {

using chain::Rule;
using Texts = std::vector<std::string>;

constexpr std::size_t kPieces[] = {1, 2, 3, 7, 63, 64, 65, 1000};

// What a scanner made of an answer.
struct Outcome {
    Texts blocks;
    std::optional<Rule> refused;

    bool operator==(const Outcome&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Outcome& outcome) {
    return out << outcome.blocks.size() << " blocks, " << (outcome.refused ? rule_name(*outcome.refused) : "accepted");
}

Outcome scan(const std::string& text, std::size_t piece = 1000, ChainScanner scanner = ChainScanner{}) {
    Outcome outcome;
    for (std::size_t position = 0; position < text.size(); position += piece) {
        scanner.append(std::string_view(text).substr(position, piece));
        for (;;) {
            const auto block = scanner.next();
            if (!block) return {std::move(outcome.blocks), block.error().rule};
            if (!*block) break;
            outcome.blocks.emplace_back(**block);
        }
    }
    EXPECT_EQ(scanner.count(), outcome.blocks.size());
    outcome.refused = test::refused_by(scanner.finish());
    return outcome;
}

// The same blocks, or the same refusal, whatever the size of the pieces.
void expect_outcome(const std::string& text, const Outcome& expected) {
    for (const std::size_t piece : kPieces) EXPECT_EQ(scan(text, piece), expected) << text << " in pieces of " << piece;
}

std::string join(const Texts& blocks) {
    std::string text;
    for (const std::string& block : blocks) text += (text.empty() ? "" : ",") + block;
    return text;
}

std::string answer(const Texts& blocks) { return R"({"chain":[)" + join(blocks) + R"(],"length":3})"; }

// Cuts an answer up one byte after the other. It must be JSON, with the list as its first member.
Texts split_plainly(const std::string& text) {
    Texts blocks;
    int depth = 0;
    bool in_string = false;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\\') ++i;
        if (c == '"') in_string = !in_string;
        if (in_string) continue;
        if ((c == '{' || c == '[') && ++depth == 3) begin = i;
        if ((c == '}' || c == ']') && depth-- == 3) blocks.push_back(text.substr(begin, i + 1 - begin));
        if (depth == 1 && c == ']') break;
    }
    return blocks;
}

class RandomJson {
public:
    explicit RandomJson(std::uint32_t seed) : random_(seed) {}

    std::string object(int depth) {
        std::string text = blank() + "{";
        for (std::size_t i = 0, members = pick(4); i < members; ++i)
            text += (i == 0 ? "" : ",") + blank() + string(std::to_string(i)) + blank() + ":" + value(depth);
        return text.substr(text.find('{')) + blank() + "}";
    }

    std::string blank() { return std::string(pick(3), " \n\t"[pick(3)]); }
    std::size_t pick(std::size_t choices) { return random_() % choices; }

private:
    std::string value(int depth) {
        if (depth == 0 || pick(3) == 0) return blank() + string();
        if (pick(2) == 0) return blank() + object(depth - 1);
        std::string text = "[";
        for (std::size_t i = 0, elements = pick(4); i < elements; ++i) text += (i == 0 ? "" : ",") + value(depth - 1);
        return blank() + text + "]";
    }

    // prefix: what keeps the keys of an object apart.
    std::string string(const std::string& prefix = "") {
        static const Texts kParts = {"{", "}", "[", "]", ",", ":", "\\\"", "\\\\", "\\n", "chain", "abc", "\xc3\xa9"};
        std::string text = '"' + prefix;
        for (std::size_t i = 0, parts = pick(12); i < parts; ++i) text += kParts[pick(kParts.size())];
        return text + "\"";
    }

    std::mt19937 random_;
};

TEST(ChainScanner, HandsOutTheSameBlocksWhateverTheSizeOfThePieces) {
    const std::string text = test::read_data("vectors/chain_10.json");
    const Texts expected = split_plainly(text);
    ASSERT_EQ(expected.size(), 10u);
    for (const std::size_t piece : kPieces) EXPECT_EQ(scan(text, piece), (Outcome{expected, {}})) << piece;
    EXPECT_EQ(scan(text, text.size()), (Outcome{expected, {}}));
}

TEST(ChainScanner, HandsOutTheBlocksOfPrettyPrintedAnswers) {
    const Outcome outcome = scan(test::read_data("vectors/head_chain_30.json"), 100);
    EXPECT_EQ(outcome.refused, std::nullopt);
    ASSERT_EQ(outcome.blocks.size(), 30u);
    EXPECT_EQ(nlohmann::json::parse(outcome.blocks[29])["index"], 29);
}

TEST(ChainScanner, ReadsTheListThatItIsAskedFor) {
    const std::string text = test::read_data("vectors/head_blocks_range_0_5.json");
    for (const std::size_t piece : kPieces) {
        const Outcome outcome = scan(text, piece, ChainScanner("blocks"));
        EXPECT_EQ(outcome.refused, std::nullopt);
        EXPECT_EQ(outcome.blocks.size(), 6u);
    }
    EXPECT_EQ(scan(text, 1000, ChainScanner("chain")).refused, Rule::missing_field);
}

TEST(ChainScanner, CutsRandomAnswersAsAPlainSplitterDoes) {
    RandomJson random(20261122);
    for (int round = 0; round < 300; ++round) {
        Texts blocks;
        for (std::size_t i = 0, count = random.pick(6); i < count; ++i) blocks.push_back(random.object(5));
        std::string text = random.blank() + "{\"chain\"" + random.blank() + ":" + random.blank() + "[";
        for (std::size_t i = 0; i < blocks.size(); ++i)
            text += (i == 0 ? "" : ",") + random.blank() + blocks[i] + random.blank();
        text += "]," + random.blank() + "\"other\":" + random.object(3) + "}" + random.blank();
        ASSERT_EQ(split_plainly(text), blocks) << text;
        for (const std::size_t piece : kPieces) ASSERT_EQ(scan(text, piece), (Outcome{blocks, {}})) << text;
    }
}

TEST(ChainScanner, LooksIntoNoString) {
    const Texts blocks = {R"({"a":"]}\"{["})", R"({"\\":"\\\\\""})", R"({"a":"\u005d"})"};
    expect_outcome(answer(blocks), {blocks, {}});
}

TEST(ChainScanner, ReadsTheOtherMembersBeforeAndBehindTheList) {
    const Texts blocks = {R"({"a":1})", R"({"b":[2]})"};
    const std::string list = R"("chain":[{"a":1},{"b":[2]}])";
    expect_outcome("{" + list + "}", {blocks, {}});
    expect_outcome(R"({"length":2,)" + list + "}", {blocks, {}});
    expect_outcome("{" + list + R"(,"length":2})", {blocks, {}});
    expect_outcome(R"({"a":{"b":[{}]},"c":[[],{}],)" + list + R"(,"d":{"e":[1,"]"]}})", {blocks, {}});
    expect_outcome(" \n{ \"chain\" :\t[ {\"a\":1} ,\r\n{\"b\":[2]} ] } \n", {blocks, {}});
}

TEST(ChainScanner, FindsItsListAmongOthersOfThatName) {
    const Texts blocks = {R"({"a":1})"};
    const std::string list = R"("chain":[{"a":1}]})";
    expect_outcome(R"({"x":"chain",)" + list, {blocks, {}});
    expect_outcome(R"({"x":"\"chain\":[{}]",)" + list, {blocks, {}});
    expect_outcome(R"({"x":{"chain":[{"no":1}]},)" + list, {blocks, {}});
    expect_outcome(R"({"x":["chain",[{"no":1}]],)" + list, {blocks, {}});
    expect_outcome(R"({"xchain":[{"no":1}],"chain ":[{}],"Chain":[{}],)" + list, {blocks, {}});
    expect_outcome(R"({"x\"chain":[{"no":1}],)" + list, {blocks, {}});
}

TEST(ChainScanner, HandsOutAnEmptyList) {
    expect_outcome(R"({"chain":[]})", {{}, {}});
    expect_outcome(R"({"chain": [ ] ,"length":0})", {{}, {}});
}

// The two spellings are one key. Where it is not recognized its blocks must not be lost without a word.
TEST(ChainScanner, LosesNoBlocksBehindAnEscapedKey) {
    const std::string text = R"({"ch\u0061in":[{"a":1}]})";
    for (const std::size_t piece : kPieces) {
        const Outcome outcome = scan(text, piece);
        EXPECT_TRUE(outcome.refused || outcome.blocks.size() == 1) << outcome;
    }
}

TEST(ChainScanner, RefusesASecondList) {
    EXPECT_EQ(scan(R"({"chain":[{"a":1}],"chain":[{"b":2}]})").refused, Rule::duplicate_key);
    EXPECT_EQ(scan(R"({"chain":[],"chain":[]})").refused, Rule::duplicate_key);
    EXPECT_EQ(scan(R"({"chain":[{"a":1}],"chain":5})").refused, Rule::duplicate_key);
    EXPECT_EQ(scan(R"({"chain":5,"chain":[{"a":1}]})").refused, Rule::duplicate_key);
    EXPECT_EQ(scan(R"({"chain":[{"a":1}],"ch\u0061in":[{"b":2}]})").refused, Rule::duplicate_key);
}

TEST(ChainScanner, RefusesCommasThatAreMissingOrTooMany) {
    expect_outcome(R"({"chain":[{}{}]})", {{"{}"}, Rule::invalid_json});
    expect_outcome(R"({"chain":[{} {}]})", {{"{}"}, Rule::invalid_json});
    expect_outcome(R"({"chain":[{},,{}]})", {{"{}"}, Rule::wrong_type});
    expect_outcome(R"({"chain":[{},]})", {{"{}"}, Rule::wrong_type});
    expect_outcome(R"({"chain":[,{}]})", {{}, Rule::wrong_type});
    expect_outcome(R"({"chain":[{}],,"length":1})", {{"{}"}, Rule::invalid_json});
    expect_outcome(R"({"chain":[{}]"length":1})", {{"{}"}, Rule::invalid_json});
    expect_outcome(R"({"chain":[{}],})", {{"{}"}, Rule::invalid_json});
}

TEST(ChainScanner, RefusesElementsThatAreNoObjects) {
    for (const char* element : {"1", "null", "true", "\"{}\"", "[{}]", "-0.5"}) {
        expect_outcome(std::string(R"({"chain":[)") + element + "]}", {{}, Rule::wrong_type});
        expect_outcome(std::string(R"({"chain":[{},)") + element + "]}", {{"{}"}, Rule::wrong_type});
    }
}

TEST(ChainScanner, RefusesAnythingElseInPlaceOfTheList) {
    for (const char* value : {"5", "null", "\"x\"", "{}", R"({"a":[{}]})"})
        expect_outcome(std::string(R"({"chain":)") + value + "}", {{}, Rule::wrong_type});
    expect_outcome(R"({"length":0})", {{}, Rule::missing_field});
    expect_outcome("{}", {{}, Rule::missing_field});
}

TEST(ChainScanner, RefusesARootThatIsNoObject) {
    expect_outcome("[]", {{}, Rule::wrong_type});
    expect_outcome(R"([{"a":1}])", {{}, Rule::wrong_type});
    expect_outcome("5", {{}, Rule::wrong_type});
    expect_outcome(R"("chain")", {{}, Rule::wrong_type});
    expect_outcome("rubbish", {{}, Rule::invalid_json});
    EXPECT_EQ(scan(R"(["chain":[{"a":1}]])").refused, Rule::invalid_json);
}

TEST(ChainScanner, RefusesWhatStandsBehindTheAnswer) {
    for (const char* rest : {"x", "{}", "[]", "]", "}", ",", "\"\"", "{\"chain\":[]}"}) {
        const Outcome outcome = scan(answer({"{}"}) + rest);
        EXPECT_EQ(outcome.refused, Rule::invalid_json) << rest;
    }
}

TEST(ChainScanner, RefusesBracketsThatDoNotMatchAroundTheList) {
    expect_outcome(R"({"chain":[{}}])", {{"{}"}, Rule::invalid_json});
    EXPECT_EQ(scan(R"({"chain":[{}]])").refused, Rule::invalid_json);
    EXPECT_EQ(scan(R"({"a":[},"chain":[]})").refused, Rule::invalid_json);
}

TEST(ChainScanner, RefusesAnAnswerThatIsCutOffAnywhere) {
    const std::string text = answer({R"({"a":"\"]}","b":[1,{}]})", "{}", R"({"c":"\\"})"});
    ASSERT_EQ(scan(text).refused, std::nullopt);
    for (std::size_t size = 0; size < text.size(); ++size)
        for (const std::size_t piece : kPieces)
            EXPECT_EQ(scan(text.substr(0, size), piece).refused, Rule::truncated_chain) << text.substr(0, size);
}

TEST(ChainScanner, RefusesARealAnswerThatIsCutOff) {
    const std::string text = test::read_data("vectors/chain_10.json");
    for (std::size_t size = 0; size < text.size(); size += 97)
        EXPECT_EQ(scan(text.substr(0, size)).refused, Rule::truncated_chain) << size;
}

TEST(ChainScanner, SurvivesAnyChangedByte) {
    const std::string text = answer({R"({"a":"\"]}","b":[1,{}]})", "{}", R"({"c":"\\"})"});
    std::size_t accepted = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        for (const char c : {'{', '}', '[', ']', '"', '\\', ',', ':', ' ', 'x', '\0', '\xff'}) {
            std::string changed = text;
            changed[i] = c;
            const Outcome expected = scan(changed);
            accepted += expected.refused ? 0 : 1;
            for (const std::size_t piece : {1U, 7U, 64U}) ASSERT_EQ(scan(changed, piece), expected) << changed;
        }
    }
    EXPECT_GT(accepted, 0u);
}

TEST(ChainScanner, Reads64LevelsInABlockAtAnyPlace) {
    for (std::size_t filler = 0; filler < 130; ++filler) {
        const auto nested = [&](std::size_t depth) {
            return R"({"a":")" + std::string(filler, 'x') + R"(","b":)" + std::string(depth - 1, '[') +
                   std::string(depth - 1, ']') + "}";
        };
        for (const std::size_t piece : {1U, 64U, 1000U}) {
            ASSERT_EQ(scan(answer({nested(64)}), piece), (Outcome{{nested(64)}, {}})) << filler;
            ASSERT_EQ(scan(answer({nested(65)}), piece), (Outcome{{}, Rule::too_deep})) << filler;
        }
    }
}

TEST(ChainScanner, CountsTheDepthOfEachBlockAnew) {
    const std::string deep = R"({"a":)" + std::string(63, '[') + std::string(63, ']') + "}";
    expect_outcome(answer({deep, deep, deep}), {{deep, deep, deep}, {}});
}

TEST(ChainScanner, RefusesMoreThan64LevelsAroundTheList) {
    const auto around = [](std::size_t depth) {
        return R"({"a":)" + std::string(depth - 1, '[') + std::string(depth - 1, ']') + R"(,"chain":[{}]})";
    };
    EXPECT_EQ(scan(around(64)).refused, std::nullopt);
    EXPECT_EQ(scan(around(65)).refused, Rule::too_deep);
}

TEST(ChainScanner, LimitsTheSizeOfABlock) {
    const auto limited = [](const std::string& block, std::size_t piece) {
        return scan(answer({"{}", block}), piece, ChainScanner("chain", {.block_bytes = 500}));
    };
    const auto block_of = [](std::size_t size) { return R"({"a":")" + std::string(size - 8, 'x') + R"("})"; };
    ASSERT_EQ(block_of(500).size(), 500u);
    for (const std::size_t piece : kPieces) {
        EXPECT_EQ(limited(block_of(500), piece), (Outcome{{"{}", block_of(500)}, {}})) << piece;
        EXPECT_EQ(limited(block_of(501), piece), (Outcome{{"{}"}, Rule::block_too_large})) << piece;
        EXPECT_EQ(limited(block_of(9000), piece), (Outcome{{"{}"}, Rule::block_too_large})) << piece;
    }
}

TEST(ChainScanner, LimitsTheSizeOfEverythingAroundTheBlocks) {
    const auto limited = [](const std::string& text, std::size_t piece) {
        return scan(text, piece, ChainScanner("chain", {.envelope_bytes = 300}));
    };
    const std::string block = R"({"a":")" + std::string(1000, 'x') + R"("})";
    const std::string around = R"({"a":"","chain":[)" + block + "," + block + R"(],"b":""})";
    const std::size_t filler = 300 - (around.size() - 2 * block.size() - 1);
    for (const std::size_t place : {around.find("\",\"chain"), around.size() - 2}) {
        std::string text = around;
        text.insert(place, filler, 'y');
        for (const std::size_t piece : kPieces) {
            EXPECT_EQ(limited(text, piece), (Outcome{{block, block}, {}})) << piece;
            EXPECT_EQ(limited(text.substr(0, place) + "y" + text.substr(place), piece).refused, Rule::invalid_json);
        }
    }
}

// The slices lie in the scanner's buffer: that it neither moves nor grows is all that can be seen of it from here.
TEST(ChainScanner, KeepsToOneSmallBuffer) {
    const std::string recorded = test::read_data("vectors/chain_1000.json");
    const std::string blocks = join(split_plainly(recorded));
    ChainScanner scanner;
    std::uintptr_t lowest = UINTPTR_MAX;
    std::uintptr_t highest = 0;
    const auto feed = [&](std::string_view text, bool is_counted) {
        constexpr std::size_t kPiece = std::size_t{64} << 10;
        for (std::size_t position = 0; position < text.size(); position += kPiece) {
            scanner.append(text.substr(position, kPiece));
            for (auto block = scanner.next(); *block; block = scanner.next()) {
                const auto at = reinterpret_cast<std::uintptr_t>((*block)->data());
                if (is_counted) lowest = std::min(lowest, at);
                if (is_counted) highest = std::max(highest, at + (*block)->size());
            }
        }
    };
    feed(R"({"chain":[)" + blocks, false);
    for (int round = 1; round < 50; ++round) feed("," + blocks, true);
    feed("]}", true);
    EXPECT_TRUE(scanner.finish());
    EXPECT_EQ(scanner.count(), 50'000u);
    EXPECT_LT(highest - lowest, std::size_t{1} << 20) << "for " << 50 * blocks.size() << " bytes";
}

}  // namespace
}  // namespace chaincore::sync
