// SPDX-License-Identifier: MIT
#include "api/server_test.hpp"

#include <nlohmann/json.hpp>

namespace chaincore::test {
namespace {

using api::PeerDetails;
using nlohmann::json;

class PeerReports : public ServerTest {
protected:
    void SetUp() override {
        PeerDetails gone;
        gone.url = "http://localhost:5001";
        gone.failure_rate = 1.0;
        gone.failures = 3;
        gone.first_seen = 100.0;
        gone.banned_until = 1795454386.5;
        const PeerDetails here{.url = "http://localhost:5002",
                               .is_active = true,
                               .node_id = "node1",
                               .length = 12,
                               .known_peers = 4,
                               .response_seconds = 0.25,
                               .failure_rate = 0.5,
                               .successes = 7,
                               .failures = 2,
                               .first_seen = 200.0,
                               .last_seen = 1795367986.5};
        node.peer_report = {.peers = {gone, here}, .best = {here}, .last_discovery = 1795367986.5};
    }

    json answer_to(const std::string& target) {
        start();
        const HttpAnswer answer = get(port, target);
        EXPECT_EQ(answer.status, 200) << answer.body;
        return json::parse(answer.body);
    }
};

TEST_F(PeerReports, PeersAreListedForEveryDialect) {
    json peers = answer_to("/peers");
    peers.erase("peer_details");
    EXPECT_EQ(peers, json::parse(R"({
        "peers": ["http://localhost:5001", "http://localhost:5002"],
        "all_peers": ["http://localhost:5001", "http://localhost:5002"],
        "active_peers": ["http://localhost:5002"],
        "peer_count": 1, "total_peers": 2, "active_count": 1})"));
}

// HEAD makes a PeerInfo of each and knows these names only.
TEST_F(PeerReports, EraBIsToldOfActivePeersInItsOwnWords) {
    node.report.node_id = "node7";
    node.report.now = 1795367990.5;
    EXPECT_EQ(answer_to("/getpeers"), json::parse(R"({
        "status": "success", "node_id": "node7", "count": 1, "timestamp": 1795367990.5, "peers": [
            {"url": "http://localhost:5002", "node_id": "node1", "is_active": true, "chain_length": 12,
             "response_time": 0.25, "successes": 7, "failures": 2, "first_seen": 200.0,
             "last_seen": 1795367986.5}]})"));
}

TEST_F(PeerReports, EraBIsToldOfTheFiftyBest) {
    node.peer_report.best.clear();
    for (int i = 0; i < 60; ++i) node.peer_report.best.emplace_back().url = std::to_string(60 - i);
    const json peers = answer_to("/getpeers")["peers"];
    EXPECT_EQ(peers.size(), 50U);
    EXPECT_EQ(peers[0]["url"], "60") << "in the order in which the node would ask them";
    EXPECT_EQ(peers[49]["url"], "11");
}

TEST_F(PeerReports, EachPeerHasItsDetails) {
    EXPECT_EQ(answer_to("/peers")["peer_details"], json::parse(R"([
        {"url": "http://localhost:5001", "is_active": false, "node_id": "", "chain_length": 0, "response_time": 0.0,
         "failure_rate": 1.0, "successes": 0, "failures": 3, "first_seen": 100.0, "last_seen": 0.0,
         "banned_until": 1795454386.5},
        {"url": "http://localhost:5002", "is_active": true, "node_id": "node1", "chain_length": 12,
         "response_time": 0.25, "failure_rate": 0.5, "successes": 7, "failures": 2, "first_seen": 200.0,
         "last_seen": 1795367986.5, "banned_until": 0.0}])"));
}

TEST_F(PeerReports, NodesAreOursAndThePeers) {
    node.report.node_id = "node7";
    node.report.blockchain_length = 11;
    node.report.now = 1795367990.5;
    json nodes = answer_to("/nodes");
    EXPECT_EQ(nodes["nodes"][0]["url"], "http://localhost:" + std::to_string(port));
    nodes["nodes"][0].erase("url");
    nodes["active_nodes"][0].erase("url");
    const json ours = json::parse(R"({"node_id": "node7", "status": "active", "chain_length": 11,
                                      "last_seen": 1795367990.5})");
    const json gone = json::parse(R"({"node_id": "", "url": "http://localhost:5001", "status": "inactive",
                                      "chain_length": 0, "last_seen": 0.0})");
    const json here = json::parse(R"({"node_id": "node1", "url": "http://localhost:5002", "status": "active",
                                      "chain_length": 12, "last_seen": 1795367986.5})");
    const json statistics = {{"total_nodes", 3}, {"active_nodes", 2}, {"inactive_nodes", 1}};
    EXPECT_EQ(nodes, (json{{"nodes", {ours, gone, here}},
                           {"active_nodes", {ours, here}},
                           {"statistics", statistics},
                           {"current_node", "node7"}}));
}

TEST_F(PeerReports, NodesHaveUsByTheNameThatOthersCall) {
    node.network_report.public_url = "http://10.0.0.7:5000";
    const json nodes = answer_to("/nodes");
    EXPECT_EQ(nodes["nodes"][0]["url"], "http://10.0.0.7:5000");
    EXPECT_EQ(nodes["active_nodes"][0]["url"], "http://10.0.0.7:5000");
}

TEST_F(PeerReports, TheNetworksPeerListHoldsTheActiveOnes) {
    EXPECT_EQ(answer_to("/network_info"), json::parse(R"({
        "total_peers": 2, "active_peers": 1, "peer_list": ["http://localhost:5002"],
        "last_discovery": 1795367986.5, "network_health": "healthy"})"));
}

TEST_F(PeerReports, WithoutActivePeersTheNodeIsIsolated) {
    node.peer_report.peers.pop_back();
    EXPECT_EQ(answer_to("/network_info"), json::parse(R"({
        "total_peers": 1, "active_peers": 0, "peer_list": [], "last_discovery": 1795367986.5,
        "network_health": "isolated"})"));
}

TEST_F(PeerReports, HealthIsByUrl) {
    EXPECT_EQ(answer_to("/peer_health"), json::parse(R"({
        "total_peers": 2, "healthy_peers": 1, "unhealthy_peers": 1, "last_discovery": 1795367986.5, "peer_health": {
            "http://localhost:5001": {"status": "unhealthy", "response_time_ms": 0.0, "node_id": "",
                "blockchain_length": 0, "peer_count": 0, "failure_rate": 1.0},
            "http://localhost:5002": {"status": "healthy", "response_time_ms": 250.0, "node_id": "node1",
                "blockchain_length": 12, "peer_count": 4, "failure_rate": 0.5}}})"));
}

TEST_F(PeerReports, ANodeIdThatIsNoUtf8IsMended) {
    node.peer_report.peers[1].node_id = "\xff\"";
    EXPECT_EQ(answer_to("/peers")["peer_details"][1]["node_id"], "\xef\xbf\xbd\"");
}

}  // namespace
}  // namespace chaincore::test
