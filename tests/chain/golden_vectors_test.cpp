// SPDX-License-Identifier: MIT
// Everything that is hashed, against what the Python reference hashed.
#include "chaincore/chain/block_reader.hpp"
#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/chain/difficulty.hpp"
#include "chaincore/chain/genesis.hpp"
#include "chaincore/chain/json_reader.hpp"
#include "chaincore/chain/merkle.hpp"
#include "chaincore/crypto/sha256.hpp"
#include "chaincore/crypto/signature.hpp"
#include "chaincore/util/hex.hpp"
#include "support/test_data.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace chaincore::chain {
namespace {

using nlohmann::json;

std::string text_of(const json& vector_case, const char* key) { return vector_case.at(key).get<std::string>(); }

// The cases of a file that carry this mark, or none where it is empty.
std::vector<json> cases_with(const std::string& file, const std::string& mark) {
    std::vector<json> result;
    for (const json& vector_case : test::load_cases(file)) {
        const bool is_chosen = mark.empty() ? !vector_case.contains("rules") : test::is_marked(vector_case, mark);
        if (is_chosen) result.push_back(vector_case);
    }
    return result;
}

template <class T>
T member(const JsonValue& object, std::string_view key) {
    const JsonValue* const value = object.find(key);
    const T* const data = value == nullptr ? nullptr : value->get_if<T>();
    if (data == nullptr) throw std::runtime_error("no such member: " + std::string(key));
    return *data;
}

BlockHeader read_header(const std::string& text) {
    const JsonValue object = parse_json(text).value();
    return {member<Number>(object, "index"),
            member<std::string>(object, "previous_hash"),
            member<std::string>(object, "merkle_root"),
            member<Number>(object, "timestamp"),
            member<Number>(object, "nonce"),
            member<Number>(object, "target_difficulty")};
}

// The hash that the text's own `hash` is, by name.
std::string dialect_of(const Block& block) {
    if (block.hash == header_hash(block.header).to_hex()) return "canonical";
    if (block.hash == miner_dialect_hash(block.header).to_hex()) return "miner dialect";
    return "neither";
}

TEST(GoldenVectors, IdsOfTransactionsAreTheReferences) {
    BlockReader reader;
    const auto cases = cases_with("tx_ids", "");
    for (const json& c : cases) {
        const auto transaction = reader.read_transaction(text_of(c, "wire"));
        ASSERT_TRUE(transaction) << transaction.error().message << '\n' << text_of(c, "wire");
        EXPECT_EQ(transaction_preimage(*transaction), text_of(c, "preimage"));
        EXPECT_EQ(transaction_id(*transaction).to_hex(), text_of(c, "tx_id"));
        EXPECT_EQ(transaction->tx_id, text_of(c, "tx_id"));
    }
    EXPECT_EQ(cases.size(), 135U);
}

TEST(GoldenVectors, TransactionsAsTheyStandAreWrittenAsTheReferenceDoes) {
    const auto cases = cases_with("tx_ids", "as it stands");
    for (const json& c : cases) {
        auto value = parse_json(text_of(c, "wire"));
        ASSERT_TRUE(value) << value.error().message << '\n' << text_of(c, "wire");
        auto& members = std::get<JsonObject>(value->data);
        ASSERT_EQ(std::erase_if(members, [](const JsonMember& m) { return m.key == "tx_id"; }), 1U);
        EXPECT_EQ(canonical_json(*value), text_of(c, "preimage"));
        EXPECT_EQ(crypto::double_sha256(canonical_json(*value)).to_hex(), text_of(c, "tx_id"));
    }
    EXPECT_EQ(cases.size(), 128U);
}

TEST(GoldenVectors, TransactionsThatNoReaderShouldTakeAreRefused) {
    BlockReader reader;
    const auto cases = cases_with("tx_ids", "refused");
    for (const json& c : cases) {
        const auto value = parse_json(text_of(c, "wire"));
        ASSERT_FALSE(value) << text_of(c, "wire");
        const Rule rule = value.error().rule;
        EXPECT_TRUE(rule == Rule::invalid_number || rule == Rule::lone_surrogate || rule == Rule::nul_character)
            << rule_name(rule);
        EXPECT_FALSE(reader.read_transaction(text_of(c, "wire")));
    }
    EXPECT_EQ(cases.size(), 147U);
}

void expect_header_hashes(const std::vector<json>& cases) {
    for (const json& c : cases) {
        const BlockHeader header = read_header(text_of(c, "header"));
        EXPECT_EQ(header_preimage(header), text_of(c, "preimage"));
        EXPECT_EQ(header_hash(header).to_hex(), text_of(c, "hash"));
    }
}

TEST(GoldenVectors, HashesOfHeadersAreTheReferences) {
    const auto cases = cases_with("block_headers", "");
    expect_header_hashes(cases);
    EXPECT_EQ(cases.size(), 199U);
}

TEST(GoldenVectors, HashesOfHeadersThatNoNodeTakesAreTheReferences) {
    const auto cases = cases_with("block_headers", "digest only");
    expect_header_hashes(cases);
    EXPECT_EQ(cases.size(), 130U);
}

TEST(GoldenVectors, HeadersBeyondOurNumbersAreRefused) {
    const auto cases = cases_with("block_headers", "refused");
    for (const json& c : cases) {
        const auto header = parse_json(text_of(c, "header"));
        ASSERT_FALSE(header) << text_of(c, "header");
        EXPECT_EQ(header.error().rule, Rule::invalid_number);
    }
    EXPECT_EQ(cases.size(), 31U);
}

TEST(GoldenVectors, MerkleRootsAreTheReferences) {
    const json cases = test::load_cases("merkle");
    for (const json& c : cases)
        EXPECT_EQ(merkle_root(c.at("tx_ids").get<std::vector<std::string>>()).root, text_of(c, "merkle_root"));
    EXPECT_EQ(cases.size(), 68U);
}

TEST(GoldenVectors, TheMinersDialectIsTheMiningClients) {
    const json cases = test::load_cases("head_miner_preimage");
    for (const json& c : cases) {
        const BlockHeader header = read_header(text_of(c, "header"));
        EXPECT_EQ(miner_dialect_preimage(header), text_of(c, "miner_preimage"));
        EXPECT_EQ(miner_dialect_hash(header).to_hex(), text_of(c, "miner_hash"));
        EXPECT_NE(header_hash(header).to_hex(), text_of(c, "miner_hash"));
    }
    EXPECT_EQ(cases.size(), 120U);
}

// The reference calls a hash valid where it is the canonical one. Of the other kinds only that is looked at here; what
// else is wrong with them is for consensus to find.
TEST(GoldenVectors, ABlocksHashIsOfItsOwnDialect) {
    BlockReader reader;
    const json cases = test::load_cases("head_block_verdicts");
    int canonical = 0;
    int miner_dialect = 0;
    for (const json& c : cases) {
        const auto block = reader.read_block(text_of(c, "wire"));
        ASSERT_TRUE(block) << block.error().message;
        const std::string kind = text_of(c, "kind");
        const std::string dialect = dialect_of(*block);
        const bool is_honest = kind == "canonical" || kind == "miner dialect";
        const bool is_forged = kind == "nonce changed" || kind == "false hash";
        EXPECT_TRUE(!is_honest || dialect == kind) << kind << ": " << dialect << ' ' << block->hash;
        EXPECT_TRUE(!is_forged || dialect == "neither") << kind << ": " << dialect << ' ' << block->hash;
        canonical += kind == "canonical" ? 1 : 0;
        miner_dialect += kind == "miner dialect" ? 1 : 0;
    }
    EXPECT_EQ(canonical, 8);
    EXPECT_EQ(miner_dialect, 8);
    EXPECT_EQ(cases.size(), 80U);
}

TEST(GoldenVectors, DifficultiesAreMainlines) {
    const json cases = test::load_cases("head_difficulty");
    for (const json& c : cases) {
        const auto timestamps = c.at("last_timestamps").get<std::vector<double>>();
        const auto difficulty = next_mainline_difficulty(c.at("chain_length").get<std::uint64_t>(), timestamps,
                                                         c.at("current_difficulty").get<std::uint64_t>());
        EXPECT_EQ(difficulty, c.at("target_difficulty_after").get<std::uint64_t>()) << c;
    }
    EXPECT_EQ(cases.size(), 360U);
}

// The blocks of a recorded answer, each as canonical JSON: numbers keep their kind and their digits that way.
std::vector<std::string> block_texts(const std::string& file, std::string_view list) {
    const JsonValue answer = parse_json(test::read_data("vectors/" + file)).value();
    std::vector<std::string> texts;
    for (const JsonValue& block : member<JsonArray>(answer, list)) texts.push_back(canonical_json(block));
    return texts;
}

TEST(GoldenVectors, MainlinesGenesisIsTheRecordedOne) {
    Block recorded = BlockReader{}.read_block(block_texts("head_chain_30.json", "chain").at(0)).value();
    const Block genesis = mainline_genesis();
    ASSERT_EQ(recorded.transactions.size(), 1U);
    recorded.transactions[0].timestamp = genesis.transactions[0].timestamp;  // every node writes its own
    EXPECT_EQ(recorded, genesis);
}

struct RecordedChain {
    const char* file;
    const char* list;
    std::size_t length;
};

// Ids, Merkle roots, links and hashes of whole chains, but for a block 0 whose are made up.
void expect_recorded_hashes(const RecordedChain& recorded, std::size_t first, const std::string& dialect) {
    BlockReader reader;
    std::string previous_hash;
    std::size_t height = 0;
    for (const std::string& text : block_texts(recorded.file, recorded.list)) {
        const auto block = reader.read_block(text);
        ASSERT_TRUE(block) << block.error().message;
        std::vector<std::string> ids;
        for (const Transaction& transaction : block->transactions) ids.push_back(transaction_id(transaction).to_hex());
        EXPECT_TRUE(height == 0 || block->header.previous_hash == previous_hash)
            << recorded.file << " block " << height;
        if (height >= first) {
            EXPECT_EQ(dialect_of(*block), dialect) << recorded.file << " block " << height;
            EXPECT_EQ(merkle_root(ids).root, block->header.merkle_root) << recorded.file << " block " << height;
        }
        previous_hash = block->hash;
        ++height;
    }
    EXPECT_EQ(height, recorded.length);
}

TEST(GoldenVectors, ClassicChainsAreHashedAsTheReferenceDid) {
    for (const RecordedChain& chain : {RecordedChain{"chain_10.json", "chain", 10}, {"chain_100.json", "chain", 100}})
        expect_recorded_hashes(chain, 0, "canonical");
}

TEST(GoldenVectors, MainlinesChainIsHashedAsItsMinerDid) {
    expect_recorded_hashes({"head_chain_30.json", "chain", 30}, 1, "miner dialect");
    expect_recorded_hashes({"head_blocks_range_0_5.json", "blocks", 6}, 1, "miner dialect");
}

TEST(GoldenVectors, MainlinesHeadersAreThoseOfItsChain) {
    const auto headers = block_texts("head_headers_30.json", "headers");
    const auto blocks = block_texts("head_chain_30.json", "chain");
    ASSERT_EQ(headers.size(), 30U);
    ASSERT_EQ(blocks.size(), 30U);
    for (std::size_t i = 0; i < headers.size(); ++i) EXPECT_EQ(read_header(headers[i]), read_header(blocks[i])) << i;
}

// What the reference signed is what we would have signed, and verifies as such.
TEST(GoldenVectors, SignaturesVerifyOverTheSigningMessage) {
    std::size_t inputs = 0;
    for (const json& c : test::load_cases("signed_txs")) {
        if (text_of(c, "kind") != "valid") continue;
        const Transaction transaction = BlockReader{}.read_transaction(text_of(c, "wire")).value();
        for (const TransactionInput& input : transaction.inputs) {
            const std::string message = signing_message(transaction.tx_id, input);
            EXPECT_EQ(crypto::sha256(message).to_hex(), input.signature.message_hash);
            const auto key = crypto::PublicKey::parse(util::from_hex(input.signature.public_key.value()).value());
            ASSERT_TRUE(key);
            const auto signature = util::from_hex(input.signature.signature.value()).value();
            EXPECT_TRUE(key->verify(signature, signing_digest(transaction.tx_id, input)));
            ++inputs;
        }
    }
    EXPECT_EQ(inputs, 70U);
}

}  // namespace
}  // namespace chaincore::chain
