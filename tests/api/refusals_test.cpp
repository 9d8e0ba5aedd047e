// SPDX-License-Identifier: MIT
#include "api/server_test.hpp"

#include <nlohmann/json.hpp>

namespace chaincore::test {
namespace {

class Refusals : public ServerTest {
protected:
    void SetUp() override {
        options.token = "0123456789abcdef";
        options.host_names = {"miner.example"};
        start();
    }

    // The status, and whether the body is an object that says why.
    void expect(const std::string& request, int status) {
        const HttpAnswer answer = ask(port, request);
        EXPECT_EQ(answer.status, status) << request.substr(0, 200);
        if (answer.status < 400 || request.starts_with("HEAD ")) return;
        const auto body = nlohmann::json::parse(answer.body, nullptr, false);
        EXPECT_TRUE(body.is_object() && body["error"].is_string()) << answer.body;
        EXPECT_EQ(answer.headers.at("content-type"), "application/json");
        EXPECT_EQ(answer.headers.at("x-content-type-options"), "nosniff");
    }

    void expect_status(const std::string& more_headers, int status) {
        expect("GET /status HTTP/1.1\r\nHost: localhost\r\n" + more_headers + "\r\n", status);
    }

    void expect_post(const std::string& headers, int status, const std::string& body = {}) {
        expect("POST /submit_block HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n" + body, status);
    }
};

TEST_F(Refusals, WhatIsNotHttp) {
    expect("hello\r\n\r\n", 400);
    expect("GET /status\r\n\r\n", 400);
    expect("GET status HTTP/1.1\r\nHost: localhost\r\n\r\n", 400);
    expect("GET * HTTP/1.1\r\nHost: localhost\r\n\r\n", 400);
    expect("GET /status HTTP/1.1\r\nHost: localhost\r\nno colon\r\n\r\n", 400);
    expect("GET /status HTTP/1.1\r\nHost: localhost\r\nA: b\x01\r\n\r\n", 400);
    expect("GET /balance/%zz HTTP/1.1\r\nHost: localhost\r\n\r\n", 400);
    expect("\x16\x03\x01\x02\r\n\r\n", 400);
}

TEST_F(Refusals, OtherVersions) {
    expect("GET /status HTTP/2.0\r\nHost: localhost\r\n\r\n", 400);
    expect("GET /status HTTP/0.9\r\nHost: localhost\r\n\r\n", 400);
    expect("GET /status HTTP/1.1\nHost: localhost\n\n", 400);
}

TEST_F(Refusals, PathsAndMethodsThatAreNotThere) {
    expect("GET /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n", 404);
    expect("GET /status/ HTTP/1.1\r\nHost: localhost\r\n\r\n", 404);
    expect("PUT /nothing HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n", 404);
    expect("BREW /status HTTP/1.1\r\nHost: localhost\r\n\r\n", 501);
    const HttpAnswer wrong = ask(port, "DELETE /status HTTP/1.1\r\nHost: localhost\r\n\r\n");
    EXPECT_EQ(wrong.status, 405);
    EXPECT_EQ(wrong.headers.at("allow"), "GET, HEAD");
    const HttpAnswer write = get(port, "/submit_block");
    EXPECT_EQ(write.status, 405);
    EXPECT_EQ(write.headers.at("allow"), "POST");
    EXPECT_EQ(ask(port, "OPTIONS /status HTTP/1.1\r\nHost: localhost\r\n\r\n").status, 405);
}

TEST_F(Refusals, HeadGetsNoBody) {
    RawClient client(port);
    client.send("HEAD /nothing HTTP/1.1\r\nHost: localhost\r\n\r\n" + get_request("/status"));
    EXPECT_EQ(client.receive(true).status, 404);
    EXPECT_EQ(client.receive().status, 200);
}

TEST_F(Refusals, HostsThatAreNotOurs) {
    const auto expect_host = [&](const std::string& host, int status) {
        expect("GET /status HTTP/1.1\r\nHost: " + host + "\r\n\r\n", status);
    };
    for (const char* host : {"localhost", "localhost:5000", "LOCALHOST", "127.0.0.1", "127.0.0.1:1", "[::1]",
                             "[::1]:5000", "miner.example", "Miner.Example:80", "localhost:"})
        expect_host(host, 200);
    for (const char* host : {"evil.example", "localhost.evil.example", "127.0.0.1.nip.io", "localhost:5000:1", "[::1",
                             "[::1]x", "::1", "10.0.0.1", "localhost:x", "user@localhost", ""})
        expect_host(host, 421);
}

TEST_F(Refusals, AHostThatIsMissingOrTwice) {
    expect("GET /status HTTP/1.1\r\n\r\n", 400);
    expect("GET /status HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n", 400);
    expect("GET /status HTTP/1.0\r\n\r\n", 200);
    expect("GET /status HTTP/1.0\r\nHost: evil.example\r\n\r\n", 421);
}

TEST_F(Refusals, AnAbsoluteTargetIsJudgedByItsAuthority) {
    expect("GET http://localhost:5000/status HTTP/1.1\r\nHost: evil.example\r\n\r\n", 200);
    expect("GET http://evil.example/status HTTP/1.1\r\nHost: localhost\r\n\r\n", 421);
    expect("GET https://localhost/status HTTP/1.1\r\nHost: localhost\r\n\r\n", 400);
}

TEST_F(Refusals, TargetsAndHeadsThatAreTooLong) {
    expect("GET /balance/" + std::string(2'100, 'a') + " HTTP/1.1\r\nHost: localhost\r\n\r\n", 414);
    expect("GET /" + std::string(20'000, 'a') + " HTTP/1.1\r\nHost: localhost\r\n\r\n", 414);
    expect_status("A: " + std::string(9'000, 'a') + "\r\n", 431);
    expect_status("A: " + std::string(7'000, 'a') + "\r\n", 200);
    std::string lines;
    for (int i = 0; i < 99; ++i) lines += "A: b\r\n";
    expect_status(lines, 200);
    expect_status(lines + "A: b\r\n", 431);
}

TEST_F(Refusals, TheLongestTargetIsAnswered) {
    expect("GET /balance/" + std::string(2'039, 'a') + " HTTP/1.1\r\nHost: localhost\r\n\r\n", 400);
    expect("GET /status?" + std::string(2'040, '&') + " HTTP/1.1\r\nHost: localhost\r\n\r\n", 200);
}

TEST_F(Refusals, BodiesWithoutALength) {
    expect_post("", 411);
    expect_post("Transfer-Encoding: chunked\r\nContent-Type: application/json\r\n", 411, "0\r\n\r\n");
    expect_post("Transfer-Encoding: gzip\r\n", 411);
    expect_status("Transfer-Encoding: chunked\r\n", 411);
    expect("POST /sync_now HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 411);
}

TEST_F(Refusals, LengthsThatSayNothing) {
    for (const char* length : {"x", "-1", "1.0", "+1", "0x10", "99999999999999999999999", "1, 1", ""})
        expect_post("Content-Length: " + std::string(length) + "\r\n", 400);
    expect_post("Content-Length: 2\r\nContent-Length: 3\r\n", 400, "{}");
    expect_post("Content-Length: 2\r\nContent-Length: 2\r\n", 400, "{}");
}

TEST_F(Refusals, ALengthBesideAnEncodingIsNotTakenForEither) {
    const HttpAnswer answer = ask(port,
                                  "POST /submit_block HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n"
                                  "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" +
                                      get_request("/status"));
    EXPECT_TRUE(answer.status == 400 || answer.status == 411) << answer.status;
    EXPECT_EQ(answer.headers.at("connection"), "close");
}

TEST_F(Refusals, BodiesThatAreTooLongAreRefusedBeforeTheyCome) {
    expect_post("Content-Length: 8388609\r\nContent-Type: application/json\r\n", 413);
    expect_post("Content-Length: 99999999999\r\nContent-Type: application/json\r\n", 413);
    expect(
        "POST /receive_transaction HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2097153\r\n"
        "Content-Type: application/json\r\n\r\n",
        413);
    expect(
        "POST /add_peer HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2049\r\n"
        "Content-Type: application/json\r\n\r\n",
        413);
    expect_status("Content-Length: 65537\r\n", 413);
}

TEST_F(Refusals, ARefusedBodyThatComesAllTheSameDoesNotHideTheAnswer) {
    const HttpAnswer answer = post(port, "/receive_transaction", std::string(6 << 20, ' '));
    EXPECT_EQ(answer.status, 413);
}

TEST_F(Refusals, BodiesUpToTheLimitAreRead) {
    EXPECT_EQ(post(port, "/submit_block", std::string(8 << 20, ' ')).status, 400);
    EXPECT_EQ(post(port, "/receive_transaction", std::string(2 << 20, ' ')).status, 400);
}

TEST_F(Refusals, TheBodyOfAGetIsReadAndIgnored) {
    RawClient client(port);
    client.send("GET /status HTTP/1.1\r\nHost: localhost\r\nContent-Length: 11\r\n\r\nhello world" +
                get_request("/peers"));
    EXPECT_EQ(client.receive().status, 200);
    const HttpAnswer second = client.receive();
    EXPECT_EQ(second.status, 200);
    EXPECT_NE(second.body.find("peer_count"), std::string::npos);
}

TEST_F(Refusals, BodiesThatAreNotJsonOrPacked) {
    const std::string length = "Content-Length: 2\r\n";
    expect_post(length, 415, "{}");
    expect_post(length + "Content-Type: text/plain\r\n", 415, "{}");
    expect_post(length + "Content-Type: application/x-www-form-urlencoded\r\n", 415, "{}");
    expect_post(length + "Content-Type: application/jsonp\r\n", 415, "{}");
    expect_post(length + "Content-Type: application/json\r\nContent-Encoding: gzip\r\n", 415, "{}");
    expect_post(length + "Content-Type: Application/JSON; charset=utf-8\r\nContent-Encoding: identity\r\n", 400, "{}");
    expect_post("Content-Length: 0\r\n", 400);  // by the reader: there is nothing
}

TEST_F(Refusals, PagesOfOtherSitesMayNotWrite) {
    const std::string body = "Content-Length: 2\r\nContent-Type: application/json\r\n";
    for (const char* origin :
         {"http://evil.example", "null", "http://localhost:3000", "file://", "http://localhost.evil"})
        expect_post(body + "Origin: " + origin + "\r\n", 403, "{}");
    expect_post(body + "Origin: http://localhost\r\n", 400, "{}");
    expect_status("Origin: http://evil.example\r\n", 200);
}

TEST_F(Refusals, OtherExpectationsThan100Continue) {
    expect_post("Content-Length: 2\r\nContent-Type: application/json\r\nExpect: coffee\r\n", 417, "{}");
}

TEST_F(Refusals, ATokenThatIsWrong) {
    const std::string body = "Content-Length: 2\r\nContent-Type: application/json\r\n";
    for (const char* token : {"Bearer 0123456789abcdeX", "Bearer ", "Bearer 0123456789abcdef0", "Bearer"})
        expect_post(body + "Authorization: " + token + "\r\n", 401, "{}");
    expect_post(body + "Authorization: Basic 0123456789abcdef\r\n", 400, "{}");  // opens nothing, and shuts nothing
    expect_post(body + "Authorization: Bearer 0123456789abcdef\r\n", 400, "{}");
    expect_post(body + "Authorization: bearer 0123456789abcdef\r\n", 400, "{}");
}

TEST_F(Refusals, AHandlerThatThrowsIsOurFaultAndSaysNoMore) {
    node.on_status = [] { throw std::runtime_error("secret path"); };
    const HttpAnswer answer = get(port, "/status");
    EXPECT_EQ(answer.status, 500);
    EXPECT_EQ(answer.body, R"({"error": "this node failed to answer"})");
    EXPECT_NE(log.lines().find("warn: "), std::string::npos);
}

TEST(Binding, AnAddressInUseIsToldApart) {
    FakeNode node;
    util::NullLog log;
    const auto first = api::HttpServer::start({}, node, log);
    ASSERT_TRUE(first);
    api::HttpServerOptions options;
    options.port = (*first)->port();
    const auto second = api::HttpServer::start(options, node, log);
    ASSERT_FALSE(second);
    EXPECT_TRUE(second.error().is_address_in_use);
    options.bind_address = "no address";
    const auto third = api::HttpServer::start(options, node, log);
    ASSERT_FALSE(third);
    EXPECT_FALSE(third.error().is_address_in_use);
    options.bind_address = "192.0.2.1";  // nobody's (RFC 5737)
    const auto fourth = api::HttpServer::start(options, node, log);
    ASSERT_FALSE(fourth);
    EXPECT_FALSE(fourth.error().is_address_in_use);
}

TEST(Binding, ThePortIsFreeAgainOnceTheServerStopped) {
    FakeNode node;
    util::NullLog log;
    api::HttpServerOptions options;
    for (int i = 0; i < 3; ++i) {
        const auto server = api::HttpServer::start(options, node, log);
        ASSERT_TRUE(server) << server.error().message;
        options.port = (*server)->port();
        EXPECT_EQ(get(options.port, "/status").status, 200);
    }
}

}  // namespace
}  // namespace chaincore::test
