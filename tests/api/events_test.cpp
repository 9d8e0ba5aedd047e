// SPDX-License-Identifier: MIT
#include "api/listening_test.hpp"

#include <nlohmann/json.hpp>

#include <vector>

namespace chaincore::test {
namespace {

using namespace std::chrono_literals;

class Events : public ListeningTest {};

TEST_F(Events, ComeInAnAnswerWithoutAnEnd) {
    changing.report.node_id = "node7";
    start();
    RawClient listening = client();
    const HttpAnswer head = listening.receive();
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.headers, (std::map<std::string, std::string>{{"content-type", "text/event-stream"},
                                                                {"cache-control", "no-store"},
                                                                {"x-content-type-options", "nosniff"},
                                                                {"x-accel-buffering", "no"},
                                                                {"connection", "close"}}));
    const std::string texts = listening.read_until("}}\n\n");
    ASSERT_EQ(texts.substr(0, kFirstTexts.size()), kFirstTexts);
    const std::string data = texts.substr(kFirstTexts.size() - 1);
    EXPECT_EQ(nlohmann::json::parse(data), nlohmann::json::parse(get(port, "/api/v1/overview").body));
}

TEST_F(Events, TellOfNewBlocksAndBranches) {
    changing.grow(5);
    start();
    RawClient listening = listener();
    changing.grow(7);
    const std::string grown = listening.read_until("hash6\"");
    EXPECT_LT(grown.find("event: block\ndata: {\"height\": 5, \"hash\": \"hash5\""), grown.find("hash6"));
    EXPECT_EQ(grown.find("hash4\""), std::string::npos) << grown;
    changing.branch_off(6, 8, "other");
    const std::string other = listening.read_until("other7\"");
    EXPECT_LT(other.find("\"other6\""), other.find("\"other7\""));
}

TEST_F(Events, AreToldToAllAlike) {
    start();
    std::vector<RawClient> listening;
    for (int i = 0; i < 10; ++i) listening.push_back(listener());
    changing.grow(1);
    for (RawClient& one : listening) EXPECT_TRUE(one.read_until("hash0\"").ends_with("hash0\""));
    EXPECT_EQ(listeners(), 10);
    EXPECT_GE(figure("chaincore_http_events_total"), 20) << "an overview and a block for each";
    EXPECT_EQ(figure("chaincore_http_open_connections"), 11) << "with the one that asks";
}

TEST_F(Events, ComeAsAHeartbeatWhereNothingHappens) {
    options.limits.heartbeat = 20ms;
    start();
    RawClient listening = listener();
    for (int i = 0; i < 3; ++i) EXPECT_EQ(listening.read_until("\n\n"), ":\n\n");
}

TEST_F(Events, HaveOneOverviewASecond) {
    start();
    const auto before = Clock::now();
    RawClient listening = listener();
    for (std::uint64_t i = 1; i <= 2; ++i) {
        changing.pending = i;
        listening.read_until("event: overview");
    }
    EXPECT_GE(Clock::now() - before, 2s);
}

TEST_F(Events, KeepTheRulesOfAllAnswers) {
    start();
    EXPECT_EQ(post(port, kEvents, "{}").status, 405);
    EXPECT_EQ(ask(port, "GET /api/v1/events HTTP/1.1\r\nHost: evil.example\r\n\r\n").status, 421);
    RawClient old(port);
    old.send("GET /api/v1/events HTTP/1.0\r\n\r\n");
    EXPECT_EQ(old.receive().headers.at("content-type"), "text/event-stream");
    EXPECT_NE(old.read_until("}}\n\n").find(kFirstTexts), std::string::npos);
}

TEST_F(Events, HaveAHeadWithoutThem) {
    start();
    RawClient client(port);
    client.send("HEAD /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n");
    const HttpAnswer answer = client.receive(true);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.headers.at("content-type"), "text/event-stream");
    EXPECT_TRUE(client.is_closed());
    EXPECT_EQ(changing.looks, 0);
}

TEST_F(Events, GoOnWhateverTheListenerSends) {
    start();
    RawClient listening = listener();
    listening.send(get_request("/status") + std::string(100'000, 'x'));
    changing.grow(1);
    EXPECT_TRUE(listening.read_until("hash0\"").ends_with("hash0\""));
}

TEST_F(Events, AreLookedForWhileSomebodyListensOnly) {
    start();
    EXPECT_EQ(changing.looks, 0);
    {
        const RawClient listening = listener();
        const int looks = changing.looks;
        for (const auto end = Clock::now() + kPatience; changing.looks < looks + 5 && Clock::now() < end;)
            std::this_thread::sleep_for(kPause);
        EXPECT_GE(changing.looks, looks + 5);
    }
    ASSERT_TRUE(are_listeners(0));
    const int looks = changing.looks;
    std::this_thread::sleep_for(200ms);
    EXPECT_LE(changing.looks, looks + 1) << "one may have been under way";
}

TEST_F(Events, OfAPauseAreNotTold) {
    start();
    listener();
    ASSERT_TRUE(are_listeners(0));
    changing.grow(5);
    RawClient again = listener();
    changing.grow(6);
    EXPECT_EQ(again.read_until("hash5\"").find("hash4\""), std::string::npos) << "the list of blocks has them";
}

}  // namespace
}  // namespace chaincore::test
