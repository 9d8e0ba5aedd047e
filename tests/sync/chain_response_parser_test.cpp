// SPDX-License-Identifier: MIT
// Row 20 of docs/mission.md: long /chain answers, read while they arrive.
#include "chaincore/sync/chain_response_parser.hpp"

#include "support/recorded_chain.hpp"
#include "support/test_data.hpp"
#include "support/verdict.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace chaincore::sync {
namespace {

using chain::Rule;

std::string replace(std::string text, const std::string& what, const std::string& with, std::size_t from = 0) {
    const std::size_t at = text.find(what, from);
    EXPECT_NE(at, std::string::npos) << what;
    return text.replace(at, what.size(), with);
}

std::vector<chain::Block> parse_in_pieces(std::string_view text, std::size_t piece) {
    ChainResponseParser parser;
    std::vector<chain::Block> blocks;
    for (std::size_t position = 0; position < text.size(); position += piece) {
        parser.append(text.substr(position, piece));
        for (auto block = parser.next(); block.value(); block = parser.next()) blocks.push_back(**std::move(block));
    }
    EXPECT_TRUE(parser.finish());
    return blocks;
}

TEST(ChainResponseParser, ReadsTheSameBlocksWhateverTheSizeOfThePieces) {
    const std::string text = test::read_data("vectors/chain_100.json");
    const auto expected = test::read_chain(text);
    ASSERT_EQ(test::refused_by(expected), std::nullopt);
    ASSERT_EQ(expected->size(), 100u);
    for (const std::size_t piece : {1U, 63U, 64U, 1000U, 65536U}) EXPECT_EQ(parse_in_pieces(text, piece), *expected);
}

TEST(ChainResponseParser, ReadsMainlinesAnswers) {
    const auto blocks = parse_in_pieces(test::read_data("vectors/head_chain_30.json"), 1000);
    ASSERT_EQ(blocks.size(), 30u);
    EXPECT_EQ(blocks[29].header.height, chain::Number{29});
}

TEST(ChainResponseParser, ReadsTheBlocksOfARange) {
    ChainResponseParser parser{ChainScanner("blocks")};
    parser.append(test::read_data("vectors/head_blocks_range_0_5.json"));
    for (int height = 0; height < 6; ++height) EXPECT_EQ(parser.next().value()->header.height, chain::Number{height});
    EXPECT_EQ(parser.next().value(), std::nullopt);
    EXPECT_TRUE(parser.finish());
}

TEST(ChainResponseParser, NamesTheBlockThatItRefuses) {
    const std::string text = test::read_data("vectors/chain_10.json");
    const std::size_t fourth = text.find(R"("index":3)");
    const auto blocks = test::read_chain(replace(text, R"("index":3)", R"("index":"3")", fourth));
    ASSERT_EQ(test::refused_by(blocks), Rule::wrong_type);
    EXPECT_NE(blocks.error().message.find("block 3: index"), std::string::npos) << blocks.error().message;
}

TEST(ChainResponseParser, NamesTheBlockInWhichTheAnswerEnds) {
    const std::string text = test::read_data("vectors/chain_10.json");
    const auto in_block = test::read_chain(text.substr(0, text.find(R"("index":3)")));
    ASSERT_EQ(test::refused_by(in_block), Rule::truncated_chain);
    EXPECT_NE(in_block.error().message.find("in the middle of block 3"), std::string::npos) << in_block.error().message;

    const auto behind = test::read_chain(text.substr(0, text.rfind("]")));
    ASSERT_EQ(test::refused_by(behind), Rule::truncated_chain);
    EXPECT_NE(behind.error().message.find("after 10 blocks"), std::string::npos) << behind.error().message;
}

TEST(ChainResponseParser, HandsOutTheBlocksBeforeTheOneThatItRefuses) {
    const std::string text = test::read_data("vectors/chain_10.json");
    ChainResponseParser parser;
    parser.append(replace(text, R"("index":3)", R"("index":null)"));
    for (int height = 0; height < 3; ++height) EXPECT_EQ(parser.next().value()->header.height, chain::Number{height});
    EXPECT_EQ(test::refused_by(parser.next()), Rule::wrong_type);
}

TEST(ChainResponseParser, RefusesABlockWhoseBracketsDoNotMatch) {
    EXPECT_EQ(test::refused_by(test::read_chain(R"({"chain":[{"transactions":[}]]})")), Rule::invalid_json);
    EXPECT_EQ(test::refused_by(test::read_chain(R"({"chain":[{"transactions":[}}]})")), Rule::invalid_json);
}

}  // namespace
}  // namespace chaincore::sync
