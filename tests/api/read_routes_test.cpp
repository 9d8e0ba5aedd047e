// SPDX-License-Identifier: MIT
#include "api/server_test.hpp"
#include "chaincore/chain/canonical_json.hpp"

#include <nlohmann/json.hpp>

namespace chaincore::test {
namespace {

using api::AddressCoin;
using api::AddressEvent;
using chain::Number;
using nlohmann::json;

class ReadRoutes : public ServerTest {
protected:
    json answer_to(const std::string& target) {
        if (!server) start();
        const HttpAnswer answer = get(port, target);
        EXPECT_EQ(answer.status, 200) << answer.body;
        EXPECT_EQ(answer.headers.at("content-type"), "application/json");
        EXPECT_EQ(answer.headers.at("x-content-type-options"), "nosniff");
        EXPECT_FALSE(answer.headers.contains("access-control-allow-origin"));
        return json::parse(answer.body);
    }

    void make_blocks(std::size_t count, const std::string& text = R"({"index": 0})") {
        node.fake_chain->blocks.assign(count, text);
    }
};

TEST_F(ReadRoutes, StatusIsWhatEveryDialectReads) {
    node.report = {.node_id = "node1",
                   .instance_id = "cafe",
                   .state = "ready",
                   .blockchain_length = 12,
                   .tip_hash = "00ab",
                   .chain_work = "0000000000000000000000000001000a",
                   .pending_transactions = 3,
                   .known_peers = 4,
                   .active_peers = 2,
                   .target_difficulty = 5,
                   .uptime_seconds = 1.5,
                   .is_mining = true,
                   .tries_per_second = 1e6,
                   .version = "0.1.0"};
    const json status = answer_to("/status");
    EXPECT_EQ(status, json::parse(R"({
        "STATUS_DISPLAY": "ready, 12 blocks, 2 peers", "node_id": "node1", "status": "online", "version": "2.0",
        "thread_safe": true, "blockchain_length": 12, "pending_transactions": 3, "peers": 4, "target_difficulty": 5,
        "total_peers": 4, "active_peers": 2, "network_health": "healthy", "node_role": "miner", "uptime": 1.5,
        "node_info": {"node_id": "node1", "instance_id": "cafe", "software": "chaincore/0.1.0"},
        "instance_id": "cafe", "state": "ready", "tip_hash": "00ab",
        "chain_work": "0000000000000000000000000001000a", "mining": true, "hash_rate": 1000000.0,
        "software": "chaincore/0.1.0"})"));
    EXPECT_TRUE(status["hash_rate"].is_number_float());
}

TEST_F(ReadRoutes, StatusSaysThatMiningIsPausedWhereItIs) {
    node.report.is_paused = true;
    EXPECT_EQ(answer_to("/status")["paused"], true);
}

TEST_F(ReadRoutes, StatusNamesAChainThatPeersFollowAndWeRefuse) {
    node.report.refused_chain =
        api::RefusedChain{.peer = "http://localhost:5001", .length = 40, .rule = "coinbase_amount", .height = 7};
    EXPECT_EQ(answer_to("/status")["refused_chain"], json::parse(R"({
        "peer": "http://localhost:5001", "length": 40, "rule": "coinbase_amount", "height": 7})"));
}

TEST_F(ReadRoutes, TheChainIsItsStoredTextsWithItsLength) {
    node.fake_chain->blocks = {R"({"index": 0, "amount": 50})", R"({"index": 1, "amount": 50.0})"};
    start();
    for (const char* path : {"/chain", "/blockchain"}) {
        const HttpAnswer answer = get(port, path);
        EXPECT_EQ(answer.body, R"({"chain": [{"index": 0, "amount": 50}, {"index": 1, "amount": 50.0}], "length": 2})");
        EXPECT_EQ(answer.headers.at("x-blockchain-length"), "2");
        EXPECT_EQ(answer.headers.at("content-type"), "application/json");
    }
}

TEST_F(ReadRoutes, AnEmptyChainIsAnEmptyList) {
    EXPECT_EQ(answer_to("/chain"), json::parse(R"({"chain": [], "length": 0})"));
    EXPECT_EQ(answer_to("/blockchain/headers"), json::parse(R"({"headers": [], "count": 0})"));
    EXPECT_EQ(answer_to("/blocks/range?start=0&end=5")["blocks"], json::array());
    EXPECT_EQ(answer_to("/chain/info")["chain_info"]["length"], 0);
}

TEST_F(ReadRoutes, ALongChainArrivesWhole) {
    make_blocks(20'000, '"' + std::string(1000, 'x') + '"');
    const json chain = answer_to("/chain");
    EXPECT_EQ(chain["length"], 20'000);
    EXPECT_EQ(chain["chain"].size(), 20'000U);
}

TEST_F(ReadRoutes, HeadOfTheChainHasItsLengthOnly) {
    make_blocks(3);
    start();
    const std::size_t length = get(port, "/chain").body.size();
    const HttpAnswer answer = ask(port, "HEAD /chain HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.headers.at("content-length"), std::to_string(length));
    EXPECT_EQ(answer.headers.at("x-blockchain-length"), "3");
}

TEST_F(ReadRoutes, HeadHasTheHeadersOfGet) {
    start();
    const HttpAnswer by_get = get(port, "/status");
    RawClient client(port);
    client.send("HEAD /status HTTP/1.1\r\nHost: localhost\r\n\r\n" + get_request("/status"));
    EXPECT_EQ(client.receive(true).headers, by_get.headers);
    EXPECT_EQ(client.receive().body, by_get.body);
}

TEST_F(ReadRoutes, AStoreThatFailsWithinTheChainBreaksTheAnswerOff) {
    make_blocks(3);
    node.fake_chain->failing_block = 2;
    start();
    const HttpAnswer answer = get(port, "/chain");
    EXPECT_LT(answer.body.size(), std::stoul(answer.headers.at("content-length")));
    EXPECT_EQ(answer.body.find("secret"), std::string::npos);
}

TEST_F(ReadRoutes, AStoreThatFailsBeforehandIs503WithoutItsReasons) {
    make_blocks(3);
    node.fake_chain->fails = true;
    start();
    for (const char* target : {"/chain", "/blocks/range", "/chain/info", "/balance/a", "/utxos/a", "/transactions/a"}) {
        const HttpAnswer answer = get(port, target);
        EXPECT_EQ(answer.status, 503) << target;
        EXPECT_EQ(answer.headers.at("retry-after"), "1");
        EXPECT_EQ(answer.body.find("secret"), std::string::npos);
    }
}

TEST_F(ReadRoutes, ThePoolIsItsTransactionsAsHashed) {
    chain::Transaction transaction;
    transaction.tx_id = "id";
    transaction.timestamp = Number{1795367889.1417768};
    transaction.outputs = {{Number{50}, "1abc", ""}};
    node.pool = {std::make_shared<chain::Transaction>(transaction)};
    start();
    const std::string expected = R"({"transactions": [)" + chain::canonical_json(transaction) + R"(], "count": 1})";
    EXPECT_EQ(get(port, "/transactions").body, expected);
    EXPECT_EQ(get(port, "/transaction_pool").body, expected);
}

TEST_F(ReadRoutes, CoinsKeepTheKindOfTheirAmounts) {
    node.fake_chain->coins["1abc"] = {{"id1", 0, Number{50}, 3}, {"id2", 1, Number{50.0}, 4}};
    start();
    EXPECT_EQ(get(port, "/utxos/1abc").body,
              R"({"address": "1abc", "utxos": [)"
              R"({"tx_id": "id1", "output_index": 0, "amount": 50, "block_height": 3, )"
              R"("recipient_address": "1abc", "key": "id1:0"}, )"
              R"({"tx_id": "id2", "output_index": 1, "amount": 50.0, "block_height": 4, )"
              R"("recipient_address": "1abc", "key": "id2:1"}], "count": 2})");
    EXPECT_EQ(get(port, "/balance/1abc").body, R"({"address": "1abc", "balance": 100.0})");
}

TEST_F(ReadRoutes, AnAddressWithoutCoinsHasNothing) {
    EXPECT_EQ(answer_to("/balance/1abc"), json::parse(R"({"address": "1abc", "balance": 0.0})"));
    EXPECT_EQ(answer_to("/utxos/1abc"), json::parse(R"({"address": "1abc", "utxos": [], "count": 0})"));
    EXPECT_EQ(answer_to("/transactions/1abc"), json::parse(R"({"address": "1abc", "transactions": [], "count": 0})"));
}

TEST_F(ReadRoutes, AnAddressMayBeAnyStringThatABlockMayHold) {
    node.fake_chain->coins["a/b \xc3\xa9?"] = {{"id", 0, Number{1.5}, 0}};
    const json balance = answer_to("/balance/a%2Fb%20%c3%a9%3f");
    EXPECT_EQ(balance["address"], "a/b \xc3\xa9?");
    EXPECT_EQ(balance["balance"], 1.5);
}

TEST_F(ReadRoutes, WhatCannotBeAnAddressIsRefused) {
    start();
    for (const std::string& address : {std::string(), std::string("%00"), std::string("a%0ab"), std::string("%ff"),
                                       std::string("%c2%85"), std::string(129, 'a')}) {
        EXPECT_EQ(get(port, "/balance/" + address).status, 400) << address;
        EXPECT_EQ(get(port, "/utxos/" + address).status, 400) << address;
        EXPECT_EQ(get(port, "/transactions/" + address).status, 400) << address;
    }
}

TEST_F(ReadRoutes, HistoryTellsWhatCameAndWent) {
    const auto event = [](const char* id, double received, double spent) {
        return AddressEvent{id, 2, "hash2", Number{1795367986.5}, received, spent, false};
    };
    node.fake_chain->history["1abc"] = {event("paid", 3.0, 10.5), event("got", 4.0, 0.0), event("moved", 5.0, 5.0)};
    const json history = answer_to("/transactions/1abc");
    EXPECT_EQ(history["transactions"][0], json::parse(R"({"tx_id": "paid", "block_height": 2,
        "timestamp": 1795367986.5, "type": "sent", "amount": 7.5, "is_coinbase": false, "block_hash": "hash2"})"));
    EXPECT_EQ(history["transactions"][1]["type"], "received");
    EXPECT_EQ(history["transactions"][1]["amount"], 4.0);
    EXPECT_EQ(history["transactions"][2]["type"], "internal");
    EXPECT_EQ(history["count"], 3);
}

TEST_F(ReadRoutes, ChainInfoNamesBothEnds) {
    make_blocks(3);
    start();
    EXPECT_EQ(answer_to("/chain/info"),
              json::parse(R"({"status": "success", "node_id": "", "api_port": )" + std::to_string(port) +
                          R"(, "chain_info": {"length": 3, "genesis_hash": "hash0", "latest_hash": "hash2",
                              "latest_timestamp": 1795367988.339563, "latest_index": 2}})"));
}

TEST_F(ReadRoutes, HeadersAreExactToTheLastDigit) {
    make_blocks(3);
    const json all = answer_to("/blockchain/headers");
    EXPECT_EQ(all["count"], 3);
    EXPECT_EQ(all["headers"][1]["timestamp"].dump(), "1795367987.339563");
    EXPECT_EQ(all["headers"][1]["nonce"], 2391338076742276781);
    EXPECT_EQ(all["headers"][1]["hash"], "hash1");
    EXPECT_EQ(all["headers"][1].size(), 7U);
    const json some = answer_to("/blockchain/headers?start=1&count=1");
    EXPECT_EQ(some["count"], 1);
    EXPECT_EQ(some["headers"][0], all["headers"][1]);
}

TEST_F(ReadRoutes, HeadersAreCountedWhereAPartIsAskedFor) {
    make_blocks(2'500);
    EXPECT_EQ(answer_to("/blockchain/headers")["headers"].size(), 2'500U);
    EXPECT_EQ(answer_to("/blockchain/headers?count=9999")["headers"].size(), 2'000U);
    EXPECT_EQ(answer_to("/blockchain/headers?start=2000")["headers"].size(), 500U);
    EXPECT_EQ(answer_to("/blockchain/headers?start=9999")["headers"].size(), 0U);
}

TEST_F(ReadRoutes, ARangeHasBothItsEnds) {
    make_blocks(300);
    const json range = answer_to("/blocks/range?start=10&end=12");
    EXPECT_EQ(range["status"], "success");
    EXPECT_EQ(range["blocks"].size(), 3U);
    EXPECT_EQ(range["start_index"], 10);
    EXPECT_EQ(range["end_index"], 12);
    EXPECT_EQ(range["actual_count"], 3);
}

TEST_F(ReadRoutes, ARangeHasItsDefaultsAndItsLimits) {
    make_blocks(3'000);
    EXPECT_EQ(answer_to("/blocks/range")["actual_count"], 101);
    EXPECT_EQ(answer_to("/blocks/range?start=5")["end_index"], 105);
    EXPECT_EQ(answer_to("/blocks/range?start=-7&end=1")["start_index"], 0);
    EXPECT_EQ(answer_to("/blocks/range?start=0&end=9223372036854775807")["actual_count"], 1'000);
    EXPECT_EQ(answer_to("/blocks/range?start=2990&end=4000")["actual_count"], 10);
    EXPECT_EQ(answer_to("/blocks/range?start=3000&end=3010")["actual_count"], 0);
    EXPECT_EQ(answer_to("/blocks/range?start=9&end=8")["actual_count"], 0);
    EXPECT_EQ(answer_to("/blocks/range?start=9223372036854775807")["actual_count"], 0);
}

TEST_F(ReadRoutes, ARangeOfLongBlocksEndsBefore32MiB) {
    make_blocks(20, '"' + std::string(4 << 20, 'x') + '"');
    const json range = answer_to("/blocks/range?start=2&end=19");
    EXPECT_EQ(range["actual_count"], 7);
    EXPECT_EQ(range["end_index"], 8);
    EXPECT_EQ(range["blocks"].size(), 7U);
}

TEST_F(ReadRoutes, WhatIsNoNumberIsRefused) {
    make_blocks(3);
    start();
    for (const char* query : {"start=x", "end=1.5", "start=", "end=1e3", "start=99999999999999999999"})
        EXPECT_EQ(get(port, std::string("/blocks/range?") + query).status, 400) << query;
    EXPECT_EQ(get(port, "/blockchain/headers?count=many").status, 400);
}

}  // namespace
}  // namespace chaincore::test
