// SPDX-License-Identifier: MIT
#include "api/server_test.hpp"

#include <nlohmann/json.hpp>

namespace chaincore::test {
namespace {

using nlohmann::json;

constexpr const char* kUrl = "http://localhost:5001";
const std::string kBody = R"({"peer_url": "http://localhost:5001"})";

class PeerCalls : public ServerTest {
protected:
    void expect(const std::string& target, const std::string& body, int status, const std::string& answer_text) {
        if (!server) start();
        const HttpAnswer answer = post(port, target, body);
        EXPECT_EQ(answer.status, status);
        EXPECT_EQ(json::parse(answer.body), json::parse(answer_text));
    }

    void expect_later(const std::string& target, const std::string& body) {
        const HttpAnswer answer = post(port, target, body);
        EXPECT_EQ(answer.status, 429) << target;
        EXPECT_EQ(answer.headers.at("retry-after"), "3");
        EXPECT_TRUE(json::parse(answer.body)["error"].is_string());
    }
};

TEST_F(PeerCalls, AnAddedPeerIsNamedAsWeWriteIt) {
    expect("/add_peer", R"({"peer_url": "http://127.0.0.1:5001/"})", 200,
           R"({"status": "success", "message": "the peer is active", "peer_url": "http://localhost:5001"})");
    const std::vector<std::pair<std::string, bool>> named = {{"http://127.0.0.1:5001/", true}};
    EXPECT_EQ(node.named_peers, named);
}

TEST_F(PeerCalls, APeerThatWasActiveExists) {
    node.add_peer_answer = api::PeerAdded{kUrl, false};
    expect("/add_peer", kBody, 200,
           R"({"status": "success", "message": "the peer was active already", "peer_url": "http://localhost:5001",
               "exists": true})");
}

TEST_F(PeerCalls, EraBAddsPeersByAnotherName) {
    expect("/addpeer", kBody, 200,
           R"({"status": "success", "message": "the peer is active", "peer_url": "http://localhost:5001"})");
    node.add_peer_answer = api::PeerAdded{kUrl, false};
    expect("/addpeer", kBody, 200,
           R"({"status": "exists", "message": "the peer was active already", "peer_url": "http://localhost:5001",
               "exists": true})");
    node.add_peer_answer = api::PeerUnreachable{"no answer within 2 s"};
    expect("/addpeer", kBody, 400,
           R"({"status": "rejected", "reason": "unreachable_peer", "error": "no answer within 2 s"})");
    EXPECT_EQ(node.named_peers.size(), 3U);
}

TEST_F(PeerCalls, SharedPeersAreHandedOnWithTheirSender) {
    expect("/sharepeers", R"({"node_id": "core0", "timestamp": 1.5, "peers":
           [{"url": "http://localhost:5001", "services": []}, {"node_id": "x"}, "http://localhost:5002", 7, null]})",
           200, R"({"status": "success", "peers_received": 5, "new_peers_added": 1})");
    const std::vector<std::pair<std::vector<std::string>, std::string>> pushed = {
        {{"http://localhost:5001", "http://localhost:5002"}, "127.0.0.1"}};
    EXPECT_EQ(node.pushed_peers, pushed);
}

TEST_F(PeerCalls, OfSharedPeersFiftyAreTaken) {
    std::string list = "\"0\"";
    for (int i = 1; i < 60; ++i) list += ", \"" + std::to_string(i) + '"';
    expect("/sharepeers", "{\"peers\": [" + list + "]}", 200,
           R"({"status": "success", "peers_received": 60, "new_peers_added": 25})");
    EXPECT_EQ(node.pushed_peers.at(0).first.size(), 50U);
}

TEST_F(PeerCalls, SharedPeersAreAList) {
    start();
    for (const char* body : {"", "{", "{}", "[]", R"({"peers": {}})", R"({"peers": "a"})", R"({"peers": null})"}) {
        const HttpAnswer answer = post(port, "/sharepeers", body);
        EXPECT_EQ(answer.status, 400) << body;
        EXPECT_EQ(json::parse(answer.body)["status"], "rejected") << body;
    }
    EXPECT_EQ(post(port, "/sharepeers", std::string((256 << 10) + 1, ' ')).status, 413);
    EXPECT_TRUE(node.pushed_peers.empty());
}

TEST_F(PeerCalls, ARefusedPeerIsToldFromOneThatDoesNotAnswer) {
    node.add_peer_answer = api::PeerRefused{"that is this node"};
    expect("/add_peer", kBody, 400,
           R"({"status": "rejected", "reason": "invalid_peer", "error": "that is this node"})");
    node.add_peer_answer = api::PeerUnreachable{"no answer within 2 s"};
    expect("/add_peer", kBody, 400,
           R"({"status": "rejected", "reason": "unreachable_peer", "error": "no answer within 2 s"})");
}

TEST_F(PeerCalls, APeerNeedsAUrl) {
    start();
    for (const char* body :
         {"", "{", "{}", "[]", "7", R"({"peer_url": 7})", R"({"peer_url": null})", R"({"peer_url": ["a"]})"}) {
        const HttpAnswer answer = post(port, "/add_peer", body);
        EXPECT_EQ(answer.status, 400) << body;
        EXPECT_EQ(json::parse(answer.body)["status"], "rejected") << body;
    }
    EXPECT_TRUE(node.named_peers.empty());
    expect("/add_peer", "{}", 400,
           R"({"status": "rejected", "reason": "missing_field", "error": "peer_url required"})");
}

TEST_F(PeerCalls, DiscoveryCountsActivePeers) {
    for (const char* path : {"/discover_peers", "/sync_peers"})
        expect(path, "", 200,
               R"({"status": "success", "message": "discovery found 3 active peers", "peers_before": 1,
                   "peers_after": 3, "peers_added": 2, "active_peers": 3})");
    EXPECT_EQ(node.discoveries, 2);
}

TEST_F(PeerCalls, ADiscoveryThatLosesPeersAddsNone) {
    node.discovery_answer = api::DiscoveryReport{3, 1};
    expect("/discover_peers", "", 200,
           R"({"status": "success", "message": "discovery found 1 active peers", "peers_before": 3,
               "peers_after": 1, "peers_added": 0, "active_peers": 1})");
}

TEST_F(PeerCalls, ASyncTellsHowManyBlocksItBrought) {
    for (const char* path : {"/sync_now", "/force_sync"})
        expect(path, "", 200,
               R"({"status": "success", "message": "no active peer claims a longer chain", "old_blockchain_length": 4,
                   "new_blockchain_length": 9, "blocks_synced": 5, "active_peers": 2})");
    EXPECT_EQ(node.syncs, 2);
}

TEST_F(PeerCalls, ASyncThatStaysBehindIsAWarning) {
    node.sync_answer = api::SyncReport{.old_length = 4, .new_length = 4, .active_peers = 2, .is_behind = true};
    expect("/sync_now", "", 200,
           R"({"status": "warning", "message": "a peer claims a longer chain than this node could get",
               "old_blockchain_length": 4, "new_blockchain_length": 4, "blocks_synced": 0, "active_peers": 2})");
}

TEST_F(PeerCalls, ASyncWithNobodyIsAWarning) {
    node.sync_answer = api::SyncReport{.old_length = 4, .new_length = 4};
    expect("/sync_now", "", 200,
           R"({"status": "warning", "message": "there is no active peer to sync with", "old_blockchain_length": 4,
               "new_blockchain_length": 4, "blocks_synced": 0, "active_peers": 0})");
}

TEST_F(PeerCalls, OnlyTheOperatorSyncsThePool) {
    options.token = std::string(64, 'a');
    start();
    const std::string head = "POST /sync_mempool HTTP/1.1\r\nHost: localhost\r\n";
    EXPECT_EQ(ask(port, head + "\r\n").status, 401);
    EXPECT_EQ(node.pool_syncs, 0);
    const std::string with_token = head + "Authorization: Bearer " + options.token + "\r\n\r\n";
    EXPECT_EQ(json::parse(ask(port, with_token).body), json::parse(R"({
        "status": "sync_triggered", "message": "2 peers asked, 7 transactions received, 3 of them new",
        "peers_asked": 2, "transactions_received": 7, "transactions_added": 3})"));
    node.pool_answer = api::TooSoon{};
    EXPECT_EQ(ask(port, with_token).status, 429);
    node.pool_answer = api::Unavailable{"starting"};
    EXPECT_EQ(ask(port, with_token).status, 503);
}

TEST_F(PeerCalls, TooSoonSaysWhenToComeAgain) {
    const api::TooSoon too_soon{std::chrono::seconds{3}};
    node.add_peer_answer = too_soon;
    node.discovery_answer = too_soon;
    node.sync_answer = too_soon;
    start();
    expect_later("/add_peer", kBody);
    for (const char* path : {"/discover_peers", "/sync_peers", "/sync_now", "/force_sync"}) expect_later(path, "");
}

TEST_F(PeerCalls, ANodeThatCannotSyncSaysSo) {
    node.sync_answer = api::Unavailable{"starting"};
    start();
    const HttpAnswer answer = post(port, "/sync_now", "");
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer.headers.at("retry-after"), "1");
}

TEST_F(PeerCalls, CallsThatReadNoBodyComeWithOrWithoutOne) {
    start();
    const std::string head = "POST /force_sync HTTP/1.1\r\nHost: localhost\r\n";
    EXPECT_EQ(ask(port, head + "\r\n").status, 200);
    EXPECT_EQ(ask(port, head + "Content-Length: 0\r\n\r\n").status, 200);
    EXPECT_EQ(post(port, "/force_sync", R"({"max_blocks": 5})").status, 200);
    EXPECT_EQ(post(port, "/force_sync", "{").status, 200);  // nobody looks at it
    EXPECT_EQ(node.syncs, 4);
    EXPECT_EQ(ask(port, head + "Content-Length: 2\r\n\r\n{}").status, 415);
    EXPECT_EQ(ask(port, head + "Origin: http://evil.example\r\n\r\n").status, 403);
    EXPECT_EQ(node.syncs, 4);
}

TEST_F(PeerCalls, ARequestBehindACallWithoutLengthIsItsOwn) {
    start();
    RawClient client(port);
    client.send("POST /sync_now HTTP/1.1\r\nHost: localhost\r\n\r\n" + get_request("/peers"));
    EXPECT_NE(client.receive().body.find("blocks_synced"), std::string::npos);
    EXPECT_NE(client.receive().body.find("peer_count"), std::string::npos);
}

}  // namespace
}  // namespace chaincore::test
