// SPDX-License-Identifier: MIT
#include "api/fake_control.hpp"
#include "api/server_test.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <string>
#include <vector>

namespace chaincore::test {
namespace {

using nlohmann::json;

class ControlCalls : public ServerTest {
protected:
    void SetUp() override {
        options.token = std::string(64, 'a');
        auto started = api::HttpServer::start(options, node, log, &control);
        ASSERT_TRUE(started) << started.error().message;
        server = *std::move(started);
        port = server->port();
    }

    auto post(const std::string& path, const std::string& body, const std::string& headers) {
        return ask(port, "POST /api/v1/control/" + path +
                             " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + headers +
                             "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
    }
    auto post(const std::string& path, const std::string& body = "{}") {
        return post(path, body, "Authorization: Bearer " + options.token + "\r\n");
    }

    FakeControl control;
};

const std::string kBody = R"({"url": "http://localhost:5001"})";

TEST_F(ControlCalls, AreTheOperatorsAlone) {
    for (const char* path :
         {"mining/pause", "mining/resume", "mining/threads", "mining/backend", "peers/add", "peers/remove", "bans/add",
          "bans/remove", "chain/invalidate", "chain/reconsider", "stop"}) {
        EXPECT_EQ(post(path, kBody, "").status, 401) << path;
        EXPECT_EQ(post(path, kBody, "Authorization: Bearer b\r\n").status, 401) << path;
    }
    EXPECT_TRUE(control.told.empty());
}

TEST_F(ControlCalls, NameABlockByItsHash) {
    const std::string hash = "00ab" + std::string(60, '1');
    for (const std::string action : {"invalidate", "reconsider"}) {
        EXPECT_EQ(post("chain/" + action, R"({"block_hash": ")" + hash + R"("})").status, 200);
        EXPECT_EQ(control.told.back(), action + ' ' + hash);
    }
    for (const char* body : {"{}", R"({"block_hash": "00"})", R"({"block_hash": 7})"})
        EXPECT_EQ(post("chain/invalidate", body).status, 400) << body;
    control.answer = api::ControlRefused{"invalid_block", "it is not known"};
    const HttpAnswer refused = post("chain/reconsider", R"({"block_hash": ")" + hash + R"("})");
    EXPECT_EQ(refused.status, 409);
    EXPECT_EQ(json::parse(refused.body)["reason"], "invalid_block");
}

TEST_F(ControlCalls, SayWhatHasChanged) {
    EXPECT_EQ(json::parse(post("mining/pause").body), json::parse(R"({"status": "success", "changed": true})"));
    control.answer = api::Controlled{false};
    EXPECT_EQ(json::parse(post("mining/resume", "").body)["changed"], false);
    post("peers/add", kBody);
    post("peers/remove", kBody);
    post("bans/remove", kBody);
    post("stop");
    EXPECT_EQ(control.told,
              (std::vector<std::string>{"pause", "resume", "add http://localhost:5001", "remove http://localhost:5001",
                                        "unban http://localhost:5001", "stop"}));
    EXPECT_EQ(control.last_caller, "127.0.0.1");
}

TEST_F(ControlCalls, ChangeWhatSearches) {
    for (const char* body : {R"({"threads": 1})", R"({"threads": 1024})"})
        EXPECT_EQ(json::parse(post("mining/threads", body).body)["changed"], true) << body;
    for (const char* name : {"auto", "cpu", "opencl", "cpu,opencl", "opencl,cpu", "none"})
        EXPECT_EQ(post("mining/backend", json{{"backend", name}}.dump()).status, 200) << name;
    EXPECT_EQ(control.told,
              (std::vector<std::string>{"threads 1", "threads 1024", "backend auto", "backend cpu", "backend opencl",
                                        "backend cpu,opencl", "backend opencl,cpu", "backend none"}));
}

TEST_F(ControlCalls, WantThreadsAndABackendThatMakeSense) {
    for (const char* body : {"", "{}", "[]", R"({"threads": 0})", R"({"threads": 1025})", R"({"threads": 1.5})",
                             R"({"threads": -1})", R"({"threads": "2"})", R"({"threads": 1)"})
        EXPECT_EQ(post("mining/threads", body).status, 400) << body;
    for (const char* body : {"", "{}", "[]", R"({"backend": 5})", R"({"backend": ""})", R"({"backend": "cuda"})"})
        EXPECT_EQ(post("mining/backend", body).status, 400) << body;
    EXPECT_TRUE(control.told.empty());
}

TEST_F(ControlCalls, SayWhyNot) {
    control.answer = api::ControlRefused{"invalid_peer", "it is this node itself"};
    const auto refused = post("peers/add", kBody);
    EXPECT_EQ(refused.status, 409);
    EXPECT_EQ(json::parse(refused.body), json::parse(R"({"status": "rejected", "reason": "invalid_peer",
                                                          "error": "it is this node itself"})"));
}

TEST_F(ControlCalls, WantAPeersUrl) {
    for (const char* path : {"peers/add", "peers/remove", "bans/add", "bans/remove"})
        for (const char* body : {"", "{}", "[]", R"({"url": 5})", R"({"url": "a")"})
            EXPECT_EQ(post(path, body).status, 400) << path << ' ' << body;
    EXPECT_TRUE(control.told.empty());
}

TEST_F(ControlCalls, BanForADayAtMost) {
    for (const char* seconds : {"0", "86401", "-1", "1.5", "\"60\"", "1e3", "null"})
        EXPECT_EQ(post("bans/add", R"({"url": "a", "seconds": )" + std::string(seconds) + "}").status, 400) << seconds;
    EXPECT_TRUE(control.told.empty());
    post("bans/add", R"({"url": "a", "seconds": 1})");
    post("bans/add", R"({"url": "a", "seconds": 86400})");
    post("bans/add", R"({"url": "a"})");
    EXPECT_EQ(control.told, (std::vector<std::string>{"ban a 1", "ban a 86400", "ban a 86400"}));
}

TEST_F(ControlCalls, ShowTheBansToAnybody) {
    EXPECT_EQ(json::parse(get(port, "/api/v1/control/bans").body), json::parse(R"({
        "bans": [{"url": "http://localhost:5001", "banned_until": 1795367986.5}], "count": 1})"));
}

}  // namespace
}  // namespace chaincore::test
