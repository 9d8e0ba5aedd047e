// SPDX-License-Identifier: MIT
#include "api/metrics_text.hpp"
#include "api/server_test.hpp"

namespace chaincore::test {
namespace {

class Metrics : public ServerTest {
protected:
    std::string metrics() {
        if (!server) start();
        const HttpAnswer answer = get(port, "/metrics");
        EXPECT_EQ(answer.status, 200);
        EXPECT_EQ(answer.headers.at("content-type"), "text/plain; version=0.0.4; charset=utf-8");
        return answer.body;
    }

    static api::PeerDetails peer(const std::string& url) {
        api::PeerDetails peer;
        peer.url = url;
        return peer;
    }

    // Is there such a line?
    static bool has(const std::string& text, const std::string& line) {
        return ('\n' + text).find('\n' + line + '\n') != std::string::npos;
    }
};

TEST(MetricsText, ABucketCountsWhatTheOnesBelowItCount) {
    api::MetricsText text;
    text.histogram("depth", "How deep.", {{{{"of", "a \"name\""}}, {{1, 10}, {2, 1, 4}, 99.5}}});
    EXPECT_EQ(text.str(),
              "# HELP depth How deep.\n# TYPE depth histogram\n"
              "depth_count{of=\"a \\\"name\\\"\"} 7\ndepth_sum{of=\"a \\\"name\\\"\"} 99.5\n"
              "depth_bucket{of=\"a \\\"name\\\"\",le=\"1\"} 2\ndepth_bucket{of=\"a \\\"name\\\"\",le=\"10\"} 3\n"
              "depth_bucket{of=\"a \\\"name\\\"\",le=\"+Inf\"} 7\n");
}

TEST_F(Metrics, TellOfTheChainAndItsPeers) {
    node.report.state = "ready";
    node.report.version = "1.2.3";
    node.report.blockchain_length = 12;
    node.report.chain_work = "0000000000000000000000000001000a";
    node.report.now = 1000.5;
    node.node_figures.chain.tip_time = 1000;
    node.node_figures.chain.fetched_blocks = 7;
    api::PeerDetails ahead = peer("http://localhost:5001");
    ahead.is_active = true;
    ahead.length = 20;
    ahead.response_seconds = 0.25;
    api::PeerDetails banned = peer("http://localhost:5002");
    banned.banned_until = 2000;
    node.peer_report.peers = {ahead, banned};
    node.peer_report.best = {ahead};
    const std::string text = metrics();
    for (const char* line :
         {"chaincore_build_info{version=\"1.2.3\"} 1", "chaincore_chain_height 11", "chaincore_chain_work 65546",
          "chaincore_tip_age_seconds 0.5", "chaincore_blocks_connected_total{source=\"sync\"} 7",
          "chaincore_peers{state=\"active\"} 1", "chaincore_peers{state=\"banned\"} 1", "chaincore_sync_lag_blocks 8",
          "chaincore_peer_response_seconds{url=\"http://localhost:5001\"} 0.25"})
        EXPECT_TRUE(has(text, line)) << line << " is not in\n" << text;
}

TEST_F(Metrics, TellTwoDevicesOfOneMakeApart) {
    const api::DeviceReport device{"opencl", "GPU", "k", 5, {}};
    node.mining_report.devices = {device, device};
    const std::string text = metrics();
    for (const char* index : {"0", "1"})
        EXPECT_TRUE(has(text, std::string("chaincore_device_tries_total{backend=\"opencl\",device=\"GPU\",index=\"") +
                                  index + "\",kernel=\"k\"} 5"));
}

TEST_F(Metrics, TellAMinerThatRestsFromOneThatCannot) {
    node.report.is_paused = true;
    const std::string text = metrics();
    EXPECT_TRUE(has(text, "chaincore_mining 0"));
    EXPECT_TRUE(has(text, "chaincore_mining_paused 1"));
}

TEST_F(Metrics, HaveNoMorePeersThanSixtyFour) {
    for (int i = 0; i < 100; ++i) node.peer_report.best.push_back(peer("http://10.0.0.1:" + std::to_string(5000 + i)));
    const std::string text = metrics();
    std::size_t count = 0;
    for (std::size_t at = text.find("\nchaincore_peer_response_seconds{"); at != std::string::npos;
         at = text.find("\nchaincore_peer_response_seconds{", at + 1))
        ++count;
    EXPECT_EQ(count, 64U);
}

TEST_F(Metrics, CountWhatIsAsked) {
    start();
    get(port, "/status");
    get(port, "/nothing");
    post(port, "/receive_transaction", "{");
    node.health_condition = {"stuck", "it is"};
    get(port, "/health");
    const std::string text = metrics();
    for (const char* line :
         {"chaincore_http_requests_total{lane=\"quick\",status=\"2xx\"} 1",
          "chaincore_http_requests_total{lane=\"quick\",status=\"5xx\"} 1",
          "chaincore_http_requests_total{lane=\"transactions\",status=\"4xx\"} 1",
          "chaincore_http_requests_total{lane=\"none\",status=\"4xx\"} 1",
          "chaincore_http_answer_seconds_count{lane=\"quick\"} 2",
          "chaincore_http_refused_requests_total{code=\"503\"} 1", "chaincore_http_connections_total 5"})
        EXPECT_TRUE(has(text, line)) << line << " is not in\n" << text;
    EXPECT_FALSE(has(text, "chaincore_http_received_bytes_total 0"));
    EXPECT_FALSE(has(text, "chaincore_http_sent_bytes_total 0"));
}

TEST_F(Metrics, HealthAndReadinessSayWhatIsInTheWay) {
    start();
    EXPECT_EQ(get(port, "/health").body, R"({"status": "ok"})");
    EXPECT_EQ(get(port, "/ready").body, R"({"status": "ready"})");
    node.ready_condition = {"starting", "wait a moment"};
    const HttpAnswer answer = get(port, "/ready");
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer.body, R"({"status": "starting", "error": "wait a moment"})");
    EXPECT_EQ(answer.headers.at("retry-after"), "1");
    EXPECT_EQ(ask(port, "HEAD /ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").status, 503);
}

}  // namespace
}  // namespace chaincore::test
