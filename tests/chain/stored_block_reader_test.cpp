// SPDX-License-Identifier: MIT
// What the quick reader takes and what it leaves. That what it takes is right is tested through BlockReader, too
// (block_mutation_test.cpp).
#include "chain/stored_block_reader.hpp"

#include "chaincore/chain/block_reader.hpp"
#include "chaincore/chain/canonical_json.hpp"
#include "support/test_data.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

namespace chaincore::chain {
namespace {

const std::string kBlock =
    R"({"hash": "h", "index": 1, "merkle_root": "m", "nonce": 7, "previous_hash": "p", "target_difficulty": 2, )"
    R"("timestamp": 1795367890.5, "transactions": [{"inputs": [{"output_index": 3, "script_sig": "SIG", )"
    R"("signature": {"message_hash": "ff", "public_key": "04", "signature": "30"}, "tx_id": "spent"}], "lock_time": 0, )"
    R"("outputs": [{"amount": 7.25, "recipient_address": "1abc", "script_pubkey": ""}], "timestamp": 1795367890, )"
    R"("tx_id": "id", "version": 1}]})";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const std::size_t position = text.find(from);
    if (position == std::string::npos) throw std::runtime_error("not in the text: " + from);
    return text.replace(position, from.size(), to);
}

// Nothing where the text is left to the other reader.
std::optional<Block> read(const std::string& text) {
    const std::string padded = text + std::string(simdjson::SIMDJSON_PADDING, ' ');
    StoredBlockReader reader;
    Block block;
    if (!reader.read(std::string_view(padded).substr(0, text.size()), block)) return std::nullopt;
    return block;
}

TEST(StoredBlockReader, TakesWhatNodesWriteAndStore) {
    const auto texts = test::blocks_of(test::read_data("vectors/chain_100.json"));
    ASSERT_EQ(texts.size(), 100U);
    for (const std::string& text : texts) {
        const Block block = BlockReader{}.read_block(text).value();
        EXPECT_EQ(read(text), block) << text;
        EXPECT_EQ(read(canonical_json(block)), block) << text;
    }
}

TEST(StoredBlockReader, LeavesMainlinesAnswersAndTakesTheStoredForm) {
    const auto texts = test::blocks_of(test::read_data("vectors/head_chain_30.json"));
    ASSERT_EQ(texts.size(), 30U);
    for (const std::string& text : texts) {
        const Block block = BlockReader{}.read_block(text).value();
        EXPECT_EQ(read(text), std::nullopt) << text;
        EXPECT_EQ(read(canonical_json(block)), block) << text;
    }
}

TEST(StoredBlockReader, LeavesWhatIsWrittenInAnotherWay) {
    ASSERT_TRUE(read(kBlock));
    for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
             {"\"hash\": \"h\", \"index\": 1", "\"index\": 1, \"hash\": \"h\""},
             {"\"hash\": \"h\", ", "\"hash\": \"h\", \"hash\": \"h\", "},
             {"\"hash\": \"h\", ", "\"hash\": \"h\", \"other\": 1, "},
             {", \"version\": 1", ""},
             {", \"script_pubkey\": \"\"", ""},
             {"\"message_hash\": \"ff\", ", ""},
             {R"({"message_hash": "ff", "public_key": "04", "signature": "30"})", ""},
             {R"([{"amount": 7.25, "recipient_address": "1abc", "script_pubkey": ""}])", ""},
             {R"([{"amount": 7.25, "recipient_address": "1abc", "script_pubkey": ""}])", "["},
             {"\"h\"", ""},
             {"\"nonce\": 7", "\"nonce\": "},
             {"\"h\"", "\"\\u0068\""},
             {"\"h\"", "\"h\" "},
             {"\"h\"", "null"},
             {"\"p\"", "\"\xff\""},
             {"\"p\"", "\"\n\""},
             {"\"hash\":", "\"hash\" :"},
             {"\"nonce\": 7", "\"nonce\": 07"},
             {"\"nonce\": 7", "\"nonce\": -7"},
             {"\"nonce\": 7", "\"nonce\": 7 "},
             {"\"nonce\": 7", "\"nonce\": 7e0"},
             {"\"nonce\": 7", "\"nonce\": 7."},
             {"\"nonce\": 7", "\"nonce\": .7"},
             {"\"nonce\": 7", "\"nonce\": 18446744073709551615"},
             {"\"nonce\": 7", "\"nonce\": 1" + std::string(400, '0') + ".0"},
             {"\"nonce\": 7", "\"nonce\": 0." + std::string(400, '0') + "1"},
             {"}]}", "}]} {}"},
             {"}]}", "}]"}}) {
        EXPECT_FALSE(read(replaced(kBlock, from, to))) << from << " -> " << to;
    }
    for (const std::string text : {"", " ", "{", "[]", "{}", "\"", "1"}) EXPECT_FALSE(read(text)) << text;
}

TEST(StoredBlockReader, TakesBlanksBehindPunctuationOnly) {
    const Block block = read(kBlock).value();
    EXPECT_EQ(read(replaced(kBlock, " \"h\", ", "\t\"h\",\r\n")), block);
    EXPECT_EQ(read(kBlock + "\n "), block);
    EXPECT_FALSE(read(" " + kBlock));
}

TEST(StoredBlockReader, TakesEmptyLists) {
    const std::string inputs = kBlock.substr(kBlock.find("[{\"output_index\""));
    const std::string empty = replaced(kBlock, inputs.substr(0, inputs.find(']') + 1), "[]");
    EXPECT_TRUE(read(empty).value().transactions[0].inputs.empty());
}

TEST(StoredBlockReader, LeavesListsThatAreTooLong) {
    const std::string output = R"({"amount": 7.25, "recipient_address": "1abc", "script_pubkey": ""})";
    const auto with_outputs = [&](std::size_t count) {
        std::string outputs = output;
        for (std::size_t i = 1; i < count; ++i) outputs += ", " + output;
        return read(replaced(kBlock, output, outputs));
    };
    EXPECT_EQ(with_outputs(1000).value().transactions[0].outputs.size(), 1000U);
    EXPECT_FALSE(with_outputs(1001));
}

// Digits with a point somewhere, which need not be in the shortest form.
TEST(StoredBlockReader, RoundsNumbersToTheNearestDouble) {
    std::mt19937 random(20261127);
    for (int round = 0; round < 20000; ++round) {
        std::string number = std::to_string(random() % 10);
        if (number != "0")
            for (std::size_t i = random() % 12; i > 0; --i) number += static_cast<char>('0' + random() % 10);
        number += '.';
        for (std::size_t i = 1 + random() % 20; i > 0; --i) number += static_cast<char>('0' + random() % 10);
        const auto block = read(replaced(kBlock, "7.25", number));
        ASSERT_TRUE(block) << number;
        ASSERT_EQ(block->transactions[0].outputs[0].amount, Number{std::strtod(number.c_str(), nullptr)}) << number;
    }
}

TEST(StoredBlockReader, KeepsTheKindOfNumbers) {
    for (const std::string number :
         {"0", "50", "50.0", "0.0", "9007199254740992", "9007199254740993", "9999999999999999999", "9007199254740992.0",
          "1795368313.5805054", "0.30000000000000004"})
        EXPECT_EQ(read(replaced(kBlock, "7.25", number)).value().transactions[0].outputs[0].amount.text(), number);
}

TEST(StoredBlockReader, IsUsedForLongerAndShorterTexts) {
    StoredBlockReader reader;
    for (const std::size_t length : {1U, 100U, 70000U, 2U, 300000U}) {
        const std::string text = replaced(kBlock, "\"SIG\"", '"' + std::string(length, 'a') + '"');
        const std::string padded = text + std::string(simdjson::SIMDJSON_PADDING, ' ');
        Block block;
        ASSERT_TRUE(reader.read(std::string_view(padded).substr(0, text.size()), block)) << length;
        EXPECT_EQ(block.transactions[0].inputs[0].script_sig.size(), length);
    }
}

}  // namespace
}  // namespace chaincore::chain
