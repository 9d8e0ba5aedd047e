// SPDX-License-Identifier: MIT
#include "api/server_test.hpp"

#include <nlohmann/json.hpp>

namespace chaincore::test {
namespace {

using nlohmann::json;

class Overview : public ServerTest {
protected:
    json answer_to(const std::string& target) {
        if (!server) start();
        const HttpAnswer answer = get(port, target);
        EXPECT_EQ(answer.status, 200) << answer.body;
        return json::parse(answer.body);
    }
};

TEST_F(Overview, TellsHowANodeIs) {
    node.report.node_id = "node7";
    node.report.version = "1.2.3";
    node.report.state = "ready";
    node.report.uptime_seconds = 1.5;
    node.report.now = 1795367999.5;
    node.report.target_difficulty = 5;
    node.report.chain_work = std::string(32, '0');
    node.report.pending_transactions = 3;
    node.report.known_peers = 2;
    node.report.active_peers = 1;
    node.report.is_paused = true;
    node.node_figures.chain.reorgs = {{1, 10}, {4, 2, 1}, 99.5};
    node.node_figures.pool_bytes = 1234;
    node.node_figures.store.file_bytes = 5678;
    node.node_figures.store.free_bytes = 9'000'000'000;
    node.fake_chain->blocks = {"a", "b"};
    node.mining_report = {false, "1Boat", {7, 6, 5}, {{"cpu", "EPYC", "sha_ni", 18446744073709551615U, {4, 3, 2}}},
                          12,    1,       0};
    EXPECT_EQ(answer_to("/api/v1/overview"), json::parse(R"({
        "node": {"node_id": "node7", "software": "chaincore/1.2.3", "network": "classic", "state": "ready",
                 "uptime": 1.5, "time": 1795367999.5},
        "chain": {"length": 2, "difficulty": 5, "reorgs": 7, "tip_hash": "hash1", "tip_received_at": 1795367991.5,
                  "chain_work": "00000000000000000000000000000000"},
        "mining": {"is_mining": false, "is_paused": true, "address": "1Boat", "accepted_blocks": 12,
                   "stale_blocks": 1, "refused_blocks": 0,
                   "rates": {"ten_seconds": 7.0, "one_minute": 6.0, "fifteen_minutes": 5.0},
                   "devices": [{"backend": "cpu", "device": "EPYC", "kernel": "sha_ni", "tries": 18446744073709551615,
                                "tries_text": "18446744073709551615",
                                "rates": {"ten_seconds": 4.0, "one_minute": 3.0, "fifteen_minutes": 2.0}}]},
        "workers": null,
        "mempool": {"transactions": 3, "bytes": 1234},
        "peers": {"known": 2, "active": 1},
        "storage": {"file_bytes": 5678, "free_bytes": 9000000000}})"));
}

TEST_F(Overview, HasNoTipBeforeTheGenesis) {
    EXPECT_EQ(answer_to("/api/v1/overview")["chain"], json::parse(R"({"length": 0, "difficulty": 0, "reorgs": 0})"));
    EXPECT_EQ(answer_to("/api/v1/blocks"), json::parse(R"({"length": 0, "blocks": []})"));
}

TEST_F(Overview, ListsTheLastBlocksNewestFirst) {
    node.fake_chain->blocks.assign(30, "text");
    node.mining_report.address = "miner29";
    const json answer = answer_to("/api/v1/blocks");
    ASSERT_EQ(answer["blocks"].size(), 20U);
    EXPECT_EQ(answer["blocks"][0], json::parse(R"({
        "height": 29, "hash": "hash29",
        "previous_hash": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "timestamp": 1795368015.339563, "received_at": 1795368019.5, "difficulty": 5,
        "nonce": "2391338076742276781", "transactions": 2, "size": 700, "miner": "miner29", "is_ours": true})"))
        << "a nonce is a text, since JavaScript's numbers end before it";
    EXPECT_EQ(answer["blocks"][19]["height"], 10);
    EXPECT_EQ(answer["blocks"][1]["is_ours"], false);
}

TEST_F(Overview, PagesThroughTheBlocks) {
    node.fake_chain->blocks.assign(300, "text");
    const auto heights = [this](const std::string& query) {
        std::vector<int> all;
        const json answer = answer_to("/api/v1/blocks?" + query);
        for (const json& block : answer["blocks"]) all.push_back(block["height"]);
        return all;
    };
    EXPECT_EQ(heights("count=2"), (std::vector{299, 298}));
    EXPECT_EQ(heights("count=2&before=298"), (std::vector{297, 296}));
    EXPECT_EQ(heights("count=5&before=2"), (std::vector{1, 0}));
    EXPECT_EQ(heights("count=5&before=0"), std::vector<int>());
    EXPECT_EQ(heights("before=999999").front(), 299);
    EXPECT_EQ(heights("count=100000").size(), 200U) << "an answer has a limit";
}

TEST_F(Overview, NamesNobodyAsOursWhereItDoesNotMine) {
    node.fake_chain->blocks.assign(1, "text");
    EXPECT_EQ(answer_to("/api/v1/blocks")["blocks"][0]["is_ours"], false);
}

TEST_F(Overview, RefusesWhatIsNoNumber) {
    start();
    EXPECT_EQ(get(port, "/api/v1/blocks?count=x").status, 400);
    EXPECT_EQ(get(port, "/api/v1/blocks?before=1.5").status, 400);
}

TEST_F(Overview, SaysThatTheStoreHasFailedAndNotWhy) {
    node.fake_chain->blocks.assign(1, "text");
    node.fake_chain->fails = true;
    start();
    for (const char* target : {"/api/v1/overview", "/api/v1/blocks"}) {
        const HttpAnswer answer = get(port, target);
        EXPECT_EQ(answer.status, 503);
        EXPECT_EQ(answer.body.find("secret"), std::string::npos) << answer.body;
    }
}

}  // namespace
}  // namespace chaincore::test
