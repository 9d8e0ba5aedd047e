// SPDX-License-Identifier: MIT
#include "chaincore/net/peer_client.hpp"

#include "net/collected_log.hpp"
#include "net/raw_server.hpp"
#include "net/scripted_peer.hpp"
#include "support/manual_clock.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

namespace chaincore::net {
namespace {

using namespace std::chrono_literals;
using test::ScriptedPeer;

class CountingListener final : public PeerListener {
public:
    void on_peer_gained(const Endpoint&) override { ++gained; }
    void on_peer_lost(const Endpoint&) override { ++lost; }

    std::atomic<int> gained = 0;
    std::atomic<int> lost = 0;
};

class PeerClientTest : public testing::Test {
protected:
    PeerClientTest() { client_.set_listener(&listener_); }

    void gain(const Endpoint& peer) {
        const auto status = client_.probe(peer, {});
        ASSERT_TRUE(status) << status.error().message;
        ASSERT_TRUE(client_.adopt(peer, "search", *status));
    }
    bool is_active(const Endpoint& peer) const {
        const auto info = book_.find(peer);
        return info && info->is_active;
    }
    Result<HttpAnswer, Error> post(const Endpoint& peer, const std::stop_token& stop = {}) {
        return client_.post(peer, "/submit_block", "{}", {}, {10s, 1000, stop});
    }
    // Calls while nobody listens there any more.
    void lose(const Endpoint& peer) { EXPECT_FALSE(client_.status(peer, {})); }

    test::ManualClock clock_{std::chrono::hours{24 * 365 * 50}};
    test::CollectedLog log_;
    CountingListener listener_;
    PeerBook book_{clock_};
    PeerClient client_{book_, clock_, log_, std::make_shared<Resolver>(), 60s};
};

TEST_F(PeerClientTest, LearnsNothingFromAProbeOfAStranger) {
    ScriptedPeer peer;
    peer.set_length(7);
    const auto status = client_.probe(peer.endpoint(), {});
    ASSERT_TRUE(status);
    EXPECT_EQ(status->length, 7U);
    EXPECT_EQ(book_.known_count(), 0U);
    EXPECT_EQ(listener_.gained, 0);
}

// It may be ourselves: whoever probes looks at the answer first.
TEST_F(PeerClientTest, GainsNobodyByAProbe) {
    const ScriptedPeer peer;
    book_.configure(peer.endpoint());
    ASSERT_TRUE(client_.probe(peer.endpoint(), {}));
    EXPECT_FALSE(is_active(peer.endpoint()));
    EXPECT_EQ(book_.find(peer.endpoint())->successes, 1U);
}

TEST_F(PeerClientTest, SaysOnceThatAPeerIsGained) {
    const ScriptedPeer peer;
    gain(peer.endpoint());
    EXPECT_TRUE(client_.status(peer.endpoint(), {}));
    EXPECT_EQ(listener_.gained, 1);
    EXPECT_EQ(log_.lines_with("gained"), (std::vector<std::string>{"info: peer gained: " + peer.url() + ", 1 block"}));
}

TEST_F(PeerClientTest, SaysOnceThatAPeerIsLost) {
    const test::HeldPort port;
    std::optional<ScriptedPeer> peer(std::in_place, port.number());
    const Endpoint endpoint = peer->endpoint();
    gain(endpoint);
    peer.reset();
    lose(endpoint);
    lose(endpoint);
    EXPECT_FALSE(is_active(endpoint));
    EXPECT_TRUE(book_.find(endpoint)) << "it stays known";
    EXPECT_EQ(listener_.lost, 1);
    EXPECT_EQ(log_.lines_with("lost"),
              (std::vector<std::string>{"info: peer lost: " + endpoint.url() +
                                        "/status: nobody listens there (connection refused); active peers left: 0"}));
}

TEST_F(PeerClientTest, HasAPeerBackWhenItAnswersAgain) {
    const test::HeldPort port;
    std::optional<ScriptedPeer> peer(std::in_place, port.number());
    const Endpoint endpoint = peer->endpoint();
    gain(endpoint);
    peer.reset();
    lose(endpoint);
    peer.emplace(endpoint.port);
    EXPECT_TRUE(client_.status(endpoint, {}));
    EXPECT_TRUE(is_active(endpoint));
    EXPECT_EQ(listener_.gained, 2);
}

TEST_F(PeerClientTest, CallsNobodyWhoIsBanned) {
    const ScriptedPeer peer;
    const ScriptedPeer another;
    gain(peer.endpoint());
    gain(another.endpoint());
    client_.note_misdeed(peer.endpoint(), Misdeed::invalid_work, "block 7 of its chain: a lie");
    EXPECT_EQ(log_.lines_with("warn: "),
              (std::vector<std::string>{"warn: peer " + peer.url() +
                                        " is banned for 24 hours: block 7 of its chain: a lie. A start with --peer " +
                                        peer.url() + " ends that"}));
    EXPECT_EQ(listener_.lost, 1);
    client_.note_misdeed(peer.endpoint(), Misdeed::invalid_work, "again");
    EXPECT_EQ(log_.count("warn: "), 1U) << "it is said once";
    const std::size_t calls = peer.requests("/status").size();
    EXPECT_FALSE(client_.probe(peer.endpoint(), {}));
    EXPECT_FALSE(client_.status(peer.endpoint(), {}));
    EXPECT_FALSE(client_.tip(peer.endpoint(), {}));
    EXPECT_FALSE(client_.peer_urls(peer.endpoint(), Dialect::seed, {}));
    EXPECT_FALSE(post(peer.endpoint()));
    EXPECT_FALSE(client_.stream(peer.endpoint(), "/chain", {}, [](std::string_view) { return Reception::flowing; }));
    client_.nudge(peer.endpoint(), "/peer_health", {});
    EXPECT_EQ(peer.requests("/status").size(), calls);
    for (const char* path : {"/chain/info", "/peers", "/submit_block", "/chain", "/peer_health"})
        EXPECT_TRUE(peer.requests(path).empty()) << path;
    EXPECT_EQ(book_.find(peer.endpoint())->failures, 0U) << "that was no failure of its";
    clock_.advance(24h);
    EXPECT_TRUE(client_.status(peer.endpoint(), {}));
    EXPECT_TRUE(is_active(peer.endpoint()));
}

TEST_F(PeerClientTest, BansWhoseAnswersAreTooLong) {
    ScriptedPeer peer;
    gain(peer.endpoint());
    peer.answer("/peers", test::Reply{200, std::string(std::size_t{513} << 10, ' ')});
    EXPECT_FALSE(client_.peer_urls(peer.endpoint(), Dialect::seed, {}));
    EXPECT_FALSE(book_.is_banned(peer.endpoint())) << "once may be a mistake";
    EXPECT_FALSE(client_.peer_urls(peer.endpoint(), Dialect::seed, {}));
    EXPECT_TRUE(book_.is_banned(peer.endpoint()));
    EXPECT_EQ(log_.count("warn: peer " + peer.url() + " is banned for 1 hour: " + peer.url() +
                         "/peers: the answer is longer than 524288 bytes"),
              1U);
}

TEST_F(PeerClientTest, BansWhoStallsAgainAndAgain) {
    ScriptedPeer peer;
    gain(peer.endpoint());
    peer.hang_on("/chain");
    StreamLimits limits;
    limits.first_deadline = 500ms;
    for (int i = 0; i < 5; ++i) {
        EXPECT_FALSE(book_.is_banned(peer.endpoint())) << i;
        EXPECT_FALSE(
            client_.stream(peer.endpoint(), "/chain", limits, [](std::string_view) { return Reception::flowing; }));
    }
    EXPECT_TRUE(book_.is_banned(peer.endpoint()));
}

// Nobody listens there, or what it sent was of use, or nobody waits any longer.
TEST_F(PeerClientTest, TakesNothingElseForAStall) {
    const test::HeldPort port;
    const Endpoint nobody = port.endpoint();
    book_.add(nobody, "search");
    const auto flow = [](std::string_view) { return Reception::flowing; };
    test::RawServer slow([](const test::Connection& connection) {
        connection.read_request();
        connection.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[");
        connection.closes_within(10'000);
    });
    book_.add(slow.endpoint(), "search");
    StreamLimits limits;
    limits.window = 20ms;
    std::stop_source stop;
    stop.request_stop();
    StreamLimits ended;
    ended.stop = stop.get_token();
    for (int i = 0; i < 10; ++i) {
        EXPECT_FALSE(client_.stream(nobody, "/chain", limits, flow));
        EXPECT_FALSE(client_.stream(slow.endpoint(), "/chain", limits, flow));
        EXPECT_FALSE(client_.stream(slow.endpoint(), "/chain", ended, flow));
    }
    EXPECT_FALSE(book_.is_banned(nobody) || book_.is_banned(slow.endpoint()));
}

TEST_F(PeerClientTest, MeasuresHowLongAnswersTake) {
    ScriptedPeer peer;
    gain(peer.endpoint());
    peer.answer("/submit_block", [this](const test::SeenRequest&) {
        clock_.advance(3s);
        return test::Reply{};
    });
    ASSERT_TRUE(post(peer.endpoint()));
    const auto info = book_.find(peer.endpoint());
    EXPECT_EQ(info->response_time, 3s);
    EXPECT_EQ(info->successes, 1U);
}

// Also where the answer is an error: who answers is there.
TEST_F(PeerClientTest, KeepsAPeerThatAnswersWithAnErrorStatus) {
    ScriptedPeer peer;
    gain(peer.endpoint());
    for (const char* path : {"/status", "/peers", "/submit_block"}) peer.answer(path, test::Reply{500, "<html>"});
    EXPECT_FALSE(client_.status(peer.endpoint(), {}));
    EXPECT_FALSE(client_.peer_urls(peer.endpoint(), Dialect::seed, {}));
    EXPECT_EQ(post(peer.endpoint())->status, 500);
    EXPECT_TRUE(is_active(peer.endpoint()));
    EXPECT_EQ(listener_.lost, 0);
    EXPECT_EQ(log_.count("debug: " + peer.url()), 3U);
}

TEST_F(PeerClientTest, LosesAPeerWhoseStatusIsNone) {
    for (const test::Reply& reply : {test::Reply{404, "not here"}, test::Reply{200, "hello"}}) {
        ScriptedPeer peer;
        gain(peer.endpoint());
        peer.answer("/status", reply);
        EXPECT_FALSE(client_.status(peer.endpoint(), {}));
        EXPECT_FALSE(is_active(peer.endpoint()));
    }
}

// A thousand peers with some 300 bytes for each are an honest answer.
TEST_F(PeerClientTest, ReadsListsOfPeersUpToHalfAMebibyte) {
    ScriptedPeer peer;
    gain(peer.endpoint());
    const std::string list = R"({"active_peers": ["http://10.0.0.1:5000"], "peer_details": ")";
    const std::string rest(512U * 1024 - list.size() - 2, 'x');
    peer.answer("/peers", test::Reply{200, list + rest + "\"}"});
    EXPECT_EQ(client_.peer_urls(peer.endpoint(), Dialect::seed, {}), std::vector<std::string>{"http://10.0.0.1:5000"});
    peer.answer("/peers", test::Reply{200, list + rest + "x\"}"});
    EXPECT_NE(client_.peer_urls(peer.endpoint(), Dialect::seed, {}).error().message.find("longer than 524288"),
              std::string::npos);
}

TEST_F(PeerClientTest, BlamesNobodyForOurOwnStop) {
    ScriptedPeer peer;
    gain(peer.endpoint());
    peer.hang_on("/submit_block");
    std::stop_source stop;
    auto call = std::async([&] { return post(peer.endpoint(), stop.get_token()).has_value(); });
    ASSERT_TRUE(peer.has_seen("/submit_block"));
    stop.request_stop();
    EXPECT_FALSE(call.get());
    EXPECT_FALSE(client_.status(peer.endpoint(), stop.get_token()));
    EXPECT_FALSE(client_.peer_urls(peer.endpoint(), Dialect::seed, stop.get_token()));
    EXPECT_TRUE(is_active(peer.endpoint()));
    EXPECT_EQ(book_.find(peer.endpoint())->failures, 0U);
}

TEST_F(PeerClientTest, BlamesNobodyForAStreamThatWeEnd) {
    ScriptedPeer peer;
    gain(peer.endpoint());
    peer.answer("/chain", test::Reply{200, "[]"});
    EXPECT_FALSE(client_.stream(peer.endpoint(), "/chain", {}, [](std::string_view) { return Reception::enough; }));
    std::stop_source stopped;
    stopped.request_stop();
    StreamLimits limits;
    limits.stop = stopped.get_token();
    EXPECT_FALSE(client_.stream(peer.endpoint(), "/chain", limits, [](auto) { return Reception::flowing; }));
    EXPECT_TRUE(is_active(peer.endpoint()));
}

TEST_F(PeerClientTest, LosesAPeerWhoseStreamBreaks) {
    const test::RawServer peer(test::answer_with("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"));
    book_.add(peer.endpoint(), "search");
    book_.note_status(peer.endpoint(), {});
    EXPECT_FALSE(client_.stream(peer.endpoint(), "/chain", {}, [](auto) { return Reception::flowing; }));
    EXPECT_FALSE(is_active(peer.endpoint()));
    EXPECT_EQ(listener_.lost, 1);
}

}  // namespace
}  // namespace chaincore::net
