// SPDX-License-Identifier: MIT
#include "api/server_test.hpp"
#include "chaincore/chain/canonical_json.hpp"

#include <nlohmann/json.hpp>

namespace chaincore::test {
namespace {

using chain::Number;
using chain::Rejection;
using chain::Rule;
using nlohmann::json;
using namespace std::string_literals;

const std::string kMiner = "X-Local-Mining: true\r\n";

chain::Transaction small_transaction() {
    chain::Transaction transaction;
    transaction.tx_id = "id";
    transaction.inputs = {{"spent", Number{3}, {}, ""}};
    transaction.outputs = {{Number{50}, "1abc", ""}};
    transaction.timestamp = Number{1795367889.1417768};
    return transaction;
}

chain::Block small_block() {
    chain::Block block;
    block.header.height = Number{1};
    block.header.timestamp = Number{1795367889.5};
    block.header.nonce = Number{7};
    block.header.target_difficulty = Number{5};
    block.hash = "h";
    block.transactions = {small_transaction()};
    return block;
}

class WriteRoutes : public ServerTest {
protected:
    void expect(const std::string& target, const std::string& body, int status, const std::string& answer_text,
                const std::string& more_headers = {}) {
        if (!server) start();
        const HttpAnswer answer = post(port, target, body, more_headers);
        EXPECT_EQ(answer.status, status);
        EXPECT_EQ(json::parse(answer.body), json::parse(answer_text));
    }

    const std::string block_text = chain::canonical_json(small_block());
    const std::string transaction_text = chain::canonical_json(small_transaction());
};

TEST_F(WriteRoutes, AnAcceptedBlockIsNamed) {
    const std::string accepted =
        R"({"status": "accepted", "block_hash": "the hash", "chain_length": 7, "mining_source": "network"})";
    expect("/submit_block", block_text, 200, accepted);
    expect("//submit_block", R"({"block": )" + block_text + "}", 200, accepted);
    ASSERT_EQ(node.submitted_blocks.size(), 2U);
    for (const auto& [block, source] : node.submitted_blocks) {
        EXPECT_EQ(block, small_block());
        EXPECT_EQ(source, api::BlockSource::peer);
    }
}

TEST_F(WriteRoutes, AMinersBlockIsLocal) {
    expect("/submit_block", block_text, 200,
           R"({"status": "accepted", "block_hash": "the hash", "chain_length": 7, "mining_source": "local"})", kMiner);
    expect("/submit_block", block_text, 200,
           R"({"status": "accepted", "block_hash": "the hash", "chain_length": 7, "mining_source": "network"})",
           "X-Local-Mining: false\r\n");
    EXPECT_EQ(node.submitted_blocks.at(0).second, api::BlockSource::miner);
    EXPECT_EQ(node.submitted_blocks.at(1).second, api::BlockSource::peer);
}

TEST_F(WriteRoutes, ABlocksRelayerIsWhatItCallsItself) {
    start();
    const std::string longest(200, 'x');
    for (const std::string& header : {std::string(), "X-Peer-Origin: http://localhost:5001\r\n"s,
                                      "X-Peer-Origin: " + longest + "\r\n", "X-Peer-Origin: x" + longest + "\r\n"})
        EXPECT_EQ(post(port, "/submit_block", block_text, header).status, 200);
    EXPECT_EQ(node.block_relayers, (std::vector<std::string>{"", "http://localhost:5001", longest, ""}));
}

TEST_F(WriteRoutes, AKnownBlockIsADuplicate) {
    node.block_answer = api::BlockAccepted{.block_hash = "h", .chain_length = 3, .is_duplicate = true};
    expect("/submit_block", block_text, 200,
           R"({"status": "accepted", "block_hash": "h", "chain_length": 3, "mining_source": "network",
               "duplicate": true})");
}

TEST_F(WriteRoutes, ABlockOfASideBranchIsSaidToBeOne) {
    node.block_answer = api::BlockAccepted{.block_hash = "h", .chain_length = 3, .is_on_best_chain = false};
    expect("/submit_block", block_text, 200,
           R"({"status": "accepted", "block_hash": "h", "chain_length": 3, "mining_source": "network",
               "on_best_chain": false})");
}

TEST_F(WriteRoutes, ARefusalNamesItsRule) {
    node.block_answer = Rejection{Rule::merkle_root, "found \"a\", expected \"b\""};
    expect("/submit_block", block_text, 400,
           R"({"status": "rejected", "reason": "merkle_root", "error": "found \"a\", expected \"b\""})");
}

TEST_F(WriteRoutes, AMinerHearsThatItsBlockIsStale) {
    node.block_answer = api::StaleBlock{"stale_block", "the parent is not the tip", 9};
    expect("/submit_block", block_text, 409,
           R"({"status": "rejected", "reason": "stale_block", "error": "the parent is not the tip",
               "current_chain_length": 9})",
           kMiner);
}

TEST_F(WriteRoutes, AnUnknownParentAsksForBlocks) {
    node.block_answer = api::MissingParent{4, 8};
    expect("/submit_block", block_text, 202,
           R"({"status": "need_sync", "reason": "missing_blocks", "request_blocks_from": 4,
               "request_blocks_to": 8})");
}

TEST_F(WriteRoutes, ANodeThatIsBusySaysWhenToComeAgain) {
    node.block_answer = api::Unavailable{"starting"};
    node.transaction_answer = api::Unavailable{"the pool is full"};
    start();
    for (const auto& [path, body] : {std::pair{"/submit_block", block_text}, {"/add_transaction", transaction_text}}) {
        const HttpAnswer answer = post(port, path, body);
        EXPECT_EQ(answer.status, 503);
        EXPECT_EQ(answer.headers.at("retry-after"), "1");
        EXPECT_TRUE(json::parse(answer.body).contains("error"));
    }
}

TEST_F(WriteRoutes, WhatIsNoBlockIsRefusedByTheReader) {
    start();
    for (const auto& [body, reason] : {std::pair<std::string, std::string>{"{", "invalid_json"},
                                       {"[]", "wrong_type"},
                                       {"{}", "missing_field"},
                                       {R"({"block": 1})", "wrong_type"},
                                       {R"({"block": {}, "block": {}})", "duplicate_key"},
                                       {"\"\xff\"", "invalid_utf8"},
                                       {std::string(100'000, '[') + std::string(100'000, ']'), "too_deep"},
                                       {"", "invalid_json"}}) {
        const HttpAnswer answer = post(port, "/submit_block", body);
        EXPECT_EQ(answer.status, 400);
        EXPECT_EQ(json::parse(answer.body)["reason"], reason) << body.substr(0, 40);
        EXPECT_EQ(json::parse(answer.body)["status"], "rejected");
    }
    EXPECT_TRUE(node.submitted_blocks.empty());
}

TEST_F(WriteRoutes, TransactionsAreTakenBareAndWrapped) {
    const std::string accepted =
        R"({"status": "accepted", "tx_id": "the id", "chain_length": 7, "mining_source": "network"})";
    expect("//receive_transaction", transaction_text, 200, accepted);
    expect("/receive_transaction", R"({"transaction": )" + transaction_text + "}", 200, accepted);
    expect("/broadcast_transaction", transaction_text, 200, accepted);
    expect("/add_transaction", transaction_text, 200, accepted);
    ASSERT_EQ(node.submitted_transactions.size(), 4U);
    for (const auto& [transaction, relay] : node.submitted_transactions) EXPECT_EQ(transaction, small_transaction());
    EXPECT_EQ(node.submitted_transactions[1].second, api::Relay::no);
    EXPECT_EQ(node.submitted_transactions[2].second, api::Relay::yes);
    EXPECT_EQ(node.submitted_transactions[3].second, api::Relay::yes);
}

TEST_F(WriteRoutes, APooledTransactionIsADuplicate) {
    node.transaction_answer = api::AlreadyPooled{"id"};
    expect("/add_transaction", transaction_text, 409,
           R"({"status": "rejected", "reason": "duplicate", "tx_id": "id",
               "error": "the transaction is in the pool already"})");
}

TEST_F(WriteRoutes, ARefusedTransactionNamesItsRule) {
    node.transaction_answer = Rejection{Rule::missing_input, "no such output"};
    expect("/receive_transaction", transaction_text, 400,
           R"({"status": "rejected", "reason": "missing_input", "error": "no such output"})");
    expect("/receive_transaction", R"({"transaction": {"tx_id": 7}})", 400,
           R"({"status": "rejected", "reason": "wrong_type",
               "error": "tx_id: found a number, expected a string"})");
}

TEST_F(WriteRoutes, ATemplateIsABlockWithoutItsWork) {
    chain::Block block = small_block();
    block.header.nonce = Number{0};
    block.hash.clear();
    node.template_answer = api::BlockTemplate{block, 5};
    expect("/mine_block", R"({"miner_address": "1abc"})", 200,
           R"({"status": "template_created", "target_difficulty": 5, "block_template": )" +
               chain::canonical_json(block) + "}");
    EXPECT_EQ(node.template_addresses, std::vector<std::string>{"1abc"});
}

TEST_F(WriteRoutes, ATemplateNeedsAnAddress) {
    node.template_answer = Rejection{Rule::payee_address, "no address"};
    start();
    for (const char* body : {"", "{}", "[]", "7", R"({"miner_address": 7})", R"({"miner_address": null})"})
        EXPECT_EQ(post(port, "/mine_block", body).status, 400) << body;
    EXPECT_TRUE(node.template_addresses.empty());
    expect("/mine_block", R"({"miner_address": "bad"})", 400,
           R"({"status": "rejected", "reason": "payee_address", "error": "no address"})");
}

TEST_F(WriteRoutes, AMessageThatIsNoUtf8IsMended) {
    node.block_answer = Rejection{Rule::tx_id, "found \xff\xc3"};
    start();
    const HttpAnswer answer = post(port, "/submit_block", block_text);
    EXPECT_EQ(answer.status, 400);
    EXPECT_NE(answer.body.find("found \\ufffd"), std::string::npos) << answer.body;
}

}  // namespace
}  // namespace chaincore::test
