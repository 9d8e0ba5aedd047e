// SPDX-License-Identifier: MIT
#include "api/server_test.hpp"
#include "chaincore/chain/canonical_json.hpp"

#include <nlohmann/json.hpp>

namespace chaincore::test {
namespace {

using nlohmann::json;

class NodeReports : public ServerTest {
protected:
    HttpAnswer answer_of(const std::string& target) {
        if (!server) start();
        HttpAnswer answer = get(port, target);
        EXPECT_EQ(answer.status, 200) << answer.body;
        return answer;
    }
    json answer_to(const std::string& target) { return json::parse(answer_of(target).body); }
};

TEST_F(NodeReports, StatsAreWhatWasDoneSinceTheStart) {
    node.report.node_id = "node7";
    node.report.blockchain_length = 12;
    node.report.uptime_seconds = 1.5;
    node.report.known_peers = 2;
    node.report.active_peers = 1;
    node.node_stats = {.connected_blocks = 5, .connected_transactions = 9, .coins = 40};
    api::PeerDetails gone;
    gone.url = "http://localhost:5001";
    gone.length = 90;
    gone.failures = 3;
    api::PeerDetails here;
    here.url = "http://localhost:5002";
    here.is_active = true;
    here.length = 20;
    here.known_peers = 5;
    node.peer_report.peers = {gone, here};
    answer_to("/status");
    EXPECT_EQ(answer_to("/stats"), json::parse(R"({
        "node_stats": {"node_id": "node7", "uptime": 1.5, "api_calls": 2, "blocks_processed": 5,
                       "transactions_processed": 9},
        "blockchain_stats": {"chain_length": 12, "utxo_count": 40, "blocks_processed": 5, "transactions_processed": 9},
        "peer_stats": {"total_peers": 2, "active_peers": 1, "peer_list": [
            {"url": "http://localhost:5001", "active": false, "chain_length": 90, "failures": 3},
            {"url": "http://localhost:5002", "active": true, "chain_length": 20, "failures": 0}]},
        "lock_stats": {},
        "network_wide_stats": {"total_nodes": 2, "max_chain_length": 20, "min_chain_length": 12,
                               "avg_peers_per_node": 3.5}})"));
}

TEST_F(NodeReports, TheConfigurationIsWhatIsEnforced) {
    node.report.target_difficulty = 6;
    node.network_report = {chain::mainline_params(), 1000, true};
    EXPECT_EQ(answer_to("/network_config"), json::parse(R"({
        "network": "mainline", "blockchain_difficulty": 4, "current_difficulty": 6, "min_difficulty": 1,
        "max_difficulty": 15, "difficulty_adjustment_enabled": true, "difficulty_adjustment_interval": 10,
        "max_difficulty_change": 2, "target_block_time": 10.0, "block_reward": 50.0, "coinbase_maturity": 0,
        "block_size_limit": 4194304, "max_transactions_per_block": 1001, "max_peers": 1000,
        "peer_discovery_enabled": true, "default_port": 5000})"));
}

TEST_F(NodeReports, AClassicNetworkAdjustsNothing) {
    node.report.target_difficulty = 5;
    node.network_report = {chain::classic_params(5), 1000, false};
    const json config = answer_to("/network_config");
    EXPECT_EQ(config["difficulty_adjustment_enabled"], false);
    EXPECT_EQ(config["min_difficulty"], 5);
    EXPECT_EQ(config["peer_discovery_enabled"], false);
    EXPECT_FALSE(config.contains("difficulty_adjustment_interval"));
}

TEST_F(NodeReports, OrphansAreBlocksThatWait) {
    EXPECT_EQ(answer_to("/orphaned_blocks"), json::parse(R"({"orphaned_blocks": [], "count": 0})"));
    chain::Block block;
    block.hash = "00ab";
    node.waiting_blocks = {std::make_shared<const chain::Block>(block)};
    const json orphans = answer_to("/orphaned_blocks");
    EXPECT_EQ(orphans["count"], 1);
    EXPECT_EQ(orphans["orphaned_blocks"][0], json::parse(chain::canonical_json(block)));
}

TEST_F(NodeReports, PeopleGetAPage) {
    node.report.node_id = "<script>&\"";
    node.report.blockchain_length = 12;
    const HttpAnswer answer = answer_of("/status/human");
    EXPECT_EQ(answer.headers.at("content-type"), "text/html; charset=utf-8");
    EXPECT_EQ(answer.headers.at("content-security-policy"), "default-src 'none'");
    EXPECT_NE(answer.body.find("<title>&lt;script&gt;&amp;&quot; - chaincore</title>"), std::string::npos);
    EXPECT_NE(answer.body.find("<td>12 blocks</td>"), std::string::npos);
    EXPECT_EQ(answer.body.find("<script"), std::string::npos);
}

TEST_F(NodeReports, ABroadcastIsHeard) {
    node.report.node_id = "node7";
    node.report.now = 1795367990.5;
    start();
    const HttpAnswer answer = post(port, "/receive_broadcast", R"({"anything": [1, 2]})");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(json::parse(answer.body),
              json::parse(R"({"status": "received", "node_id": "node7", "timestamp": 1795367990.5})"));
    EXPECT_EQ(json::parse(post(port, "/receive_broadcast", "{").body)["reason"], "invalid_json");
    EXPECT_EQ(post(port, "/receive_broadcast", std::string((256 << 10) + 1, ' ')).status, 413);
    EXPECT_EQ(log.lines(), "") << "strangers write nothing into our log";
}

}  // namespace
}  // namespace chaincore::test
