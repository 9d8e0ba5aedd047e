// SPDX-License-Identifier: MIT
// What the node remembers: rates, reorgs, peers.
#include "api/server_test.hpp"

#include <nlohmann/json.hpp>

namespace chaincore::test {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

class Histories : public ServerTest {
protected:
    json answer_to(const std::string& target, int status = 200) {
        if (!server) start();
        const HttpAnswer answer = get(port, target);
        EXPECT_EQ(answer.status, status) << answer.body;
        return json::parse(answer.body);
    }
};

TEST_F(Histories, OfRates) {
    node.rates = {.interval_seconds = 20,
                  .times = {1795367980.0, 1795368000.0},
                  .total = {api::kNoRate, 175234567.8},
                  .devices = {{"cpu", "EPYC", "sha_ni", {api::kNoRate, 5e18}}}};
    EXPECT_EQ(answer_to("/api/v1/hashrate"), json::parse(R"({
        "interval": 20, "times": [1795367980.0, 1795368000.0], "total": [null, 175234568],
        "devices": [{"backend": "cpu", "device": "EPYC", "kernel": "sha_ni", "rates": [null, 5000000000000000000]}]})"));
}

TEST_F(Histories, OfRatesAreAsLongAsTheyAreAsked) {
    answer_to("/api/v1/hashrate");
    answer_to("/api/v1/hashrate?seconds=600&points=60");
    answer_to("/api/v1/hashrate?seconds=9223372036854775807&points=9223372036854775807");
    answer_to("/api/v1/hashrate?seconds=-1&points=0");
    answer_to("/api/v1/hashrate?seconds=x", 400);
    answer_to("/api/v1/hashrate?points=x", 400);
    const std::vector<std::pair<std::chrono::seconds, std::size_t>> expected{
        {24h, 720}, {600s, 60}, {24h, 8640}, {0s, 0}};
    EXPECT_EQ(node.asked_rates, expected);
}

TEST_F(Histories, OfReorgs) {
    node.node_figures.chain.reorgs.counts = {3, 1};
    node.reorg_reports = {{1795368000.5, 2, 3, {7, "old"}, {8, "new"}, true}};
    EXPECT_EQ(answer_to("/api/v1/reorgs"), json::parse(R"({"count": 4, "reorgs": [
        {"time": 1795368000.5, "left_blocks": 2, "new_blocks": 3, "old_tip": {"height": 7, "hash": "old"},
         "new_tip": {"height": 8, "hash": "new"}, "is_new_genesis": true}]})"));
}

TEST_F(Histories, OfPeers) {
    node.peer_report.last_discovery = 1795367999.5;
    api::PeerDetails a;
    a.url = "http://a:1";
    a.is_active = true;
    a.node_id = "a";
    a.length = 7;
    a.response_seconds = 0.25;
    a.failure_rate = 0.5;
    a.successes = 3;
    a.failures = 4;
    a.first_seen = 1.5;
    a.last_seen = 2.5;
    api::PeerDetails b;
    api::PeerDetails c = a;
    c.banned_until = 99;
    node.peer_report.peers = {a, b, c};
    const json answer = answer_to("/api/v1/peers");
    EXPECT_EQ(answer["last_discovery"], 1795367999.5);
    EXPECT_EQ(answer["peers"][0], json::parse(R"({"url": "http://a:1", "state": "active", "node_id": "a", "length": 7,
        "response_seconds": 0.25, "failure_rate": 0.5, "successes": 3, "failures": 4, "first_seen": 1.5,
        "last_seen": 2.5, "banned_until": 0.0})"));
    EXPECT_EQ(answer["peers"][1]["state"], "known");
    EXPECT_EQ(answer["peers"][2]["state"], "banned");
}

}  // namespace
}  // namespace chaincore::test
