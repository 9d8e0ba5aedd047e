// SPDX-License-Identifier: MIT
// Row 6 of docs/mission.md: the deadline is a total one, whatever the other end does.
#include "chaincore/net/http_client.hpp"

#include "net/raw_server.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdlib>
#include <future>
#include <sys/socket.h>

namespace chaincore::net {
namespace {

using std::chrono::milliseconds;
using test::answer_with;
using test::Connection;
using test::RawServer;

// Short, since tests wait for it; long enough for a slow machine to answer within.
const HttpLimits kShort{milliseconds{300}, 1000};
const HttpLimits kGenerous{std::chrono::seconds{20}, 1000};

std::string complaint_about(const RawServer& server, const HttpLimits& limits) {
    const auto answer = HttpClient(server.endpoint()).get("/x", limits);
    return answer ? "answered " + std::to_string(answer->status) : answer.error().message;
}

std::string with_length(std::string_view body) {
    return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

milliseconds time_of(const std::function<void()>& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - start);
}

TEST(HttpClient, HasDeadlinesOfTwoFiveAndTenSeconds) {
    EXPECT_EQ((std::array{kQuickDeadline.count(), kStandardDeadline.count(), kHeavyDeadline.count()}),
              (std::array<std::chrono::seconds::rep, 3>{2, 5, 10}));
}

TEST(HttpClient, GivesStatusBodyAndHeaders) {
    const RawServer server(answer_with("HTTP/1.1 200 OK\r\nX-Blockchain-Length: 7\r\nContent-Length: 2\r\n\r\n{}"));
    const auto answer = HttpClient(server.endpoint()).get("/status", kGenerous);
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->body, "{}");
    ASSERT_NE(answer->find_header("x-blockchain-length"), nullptr);
    EXPECT_EQ(*answer->find_header("x-blockchain-length"), "7");
    EXPECT_EQ(answer->find_header("absent"), nullptr);
}

TEST(HttpClient, ReadsChunksAndBodiesWithoutLength) {
    const RawServer chunked(
        answer_with("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;note=x\r\nde\r\n0\r\n\r\n"));
    EXPECT_EQ(HttpClient(chunked.endpoint()).get("/", kGenerous)->body, "abcde");
    const RawServer until_close(answer_with("HTTP/1.0 200 OK\r\n\r\nabc"));
    EXPECT_EQ(HttpClient(until_close.endpoint()).get("/", kGenerous)->body, "abc");
}

TEST(HttpClient, GivesAnErrorStatusAsAnAnswer) {
    const RawServer server(answer_with("HTTP/1.1 503 Busy\r\nRetry-After: 2\r\nContent-Length: 0\r\n\r\n"));
    const auto answer = HttpClient(server.endpoint()).get("/", kGenerous);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 503);
    EXPECT_EQ(*answer->find_header("Retry-After"), "2");
}

TEST(HttpClient, AsksForNothingButPlainJson) {
    std::promise<std::string> request;
    const RawServer server([&request](const Connection& connection) {
        request.set_value(connection.read_request());
        connection.send(with_length("{}"));
    });
    ASSERT_TRUE(HttpClient(server.endpoint()).get("/peers", kGenerous));
    const std::string head = request.get_future().get();
    EXPECT_EQ(head.substr(0, head.find("\r\n")), "GET /peers HTTP/1.1");
    for (const std::string& line : {std::string("Accept-Encoding: identity"), std::string("Connection: close"),
                                    "Host: " + server.endpoint().authority()})
        EXPECT_NE(head.find("\r\n" + line + "\r\n"), std::string::npos) << line << " in\n" << head;
}

TEST(HttpClient, PostsJsonWithHeaders) {
    std::promise<std::string> request;
    const RawServer server([&request](const Connection& connection) {
        request.set_value(connection.read_request());
        connection.send(with_length("{}"));
    });
    const auto answer = HttpClient(server.endpoint())
                            .post_json("/submit_block", R"({"a":1})", {{"X-Local-Mining", "false"}}, kGenerous);
    ASSERT_TRUE(answer);
    const std::string text = request.get_future().get();
    EXPECT_TRUE(text.starts_with("POST /submit_block HTTP/1.1\r\n")) << text;
    EXPECT_TRUE(text.ends_with("\r\n\r\n{\"a\":1}")) << text;
    for (const char* line : {"Content-Type: application/json", "X-Local-Mining: false", "Content-Length: 7"})
        EXPECT_NE(text.find("\r\n" + std::string(line) + "\r\n"), std::string::npos) << line << " in\n" << text;
}

TEST(HttpClient, PostsMoreThanASocketHolds) {
    const std::string body(std::size_t{8} << 20, 'x');
    const RawServer server([](const Connection& connection) {
        connection.send(with_length(std::to_string(connection.read_request().size())));
    });
    const auto answer = HttpClient(server.endpoint()).post_json("/", body, {}, kGenerous);
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_GT(std::stoul(answer->body), body.size());
}

TEST(HttpClient, ReadsTheAnswerOfAServerThatDoesNotWantTheBody) {
    const RawServer server(
        [](const Connection& connection) { connection.send("HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\n{}"); });
    const auto answer =
        HttpClient(server.endpoint()).post_json("/", std::string(std::size_t{8} << 20, 'x'), {}, kGenerous);
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(answer->status, 413);
}

TEST(HttpClient, SaysThatNobodyListens) {
    const test::HeldPort port;
    const Endpoint endpoint = port.endpoint();
    const auto answer = HttpClient(endpoint).get("/status", kGenerous);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().message, endpoint.url() + "/status: nobody listens there (connection refused)");
}

TEST(HttpClient, DialsTheSecondAddressOfLocalhost) {
    if (!test::has_ipv6_loopback()) GTEST_SKIP() << "this machine has no IPv6 loopback";
    const RawServer server(answer_with(with_length("{}")), AF_INET6);
    const auto answer = HttpClient(server.endpoint()).get("/", kGenerous);
    EXPECT_TRUE(answer) << answer.error().message;
}

TEST(HttpClient, EndsAPeerThatNeverAnswers) {
    const RawServer server([](const Connection& connection) {
        connection.read_request();
        connection.closes_within(60'000);
    });
    std::string complaint;
    const auto time = time_of([&] { complaint = complaint_about(server, kShort); });
    EXPECT_EQ(complaint, server.endpoint().url() + "/x: no complete answer within 300 ms");
    EXPECT_GE(time, kShort.deadline);
    EXPECT_LT(time, milliseconds{5000});
}

// Each byte comes well within any timeout for a single read.
TEST(HttpClient, EndsAPeerThatDrips) {
    for (const std::string_view begin :
         {"", "HTTP/1.1 200 OK\r\nX: ", "HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n"}) {
        const RawServer server([begin](const Connection& connection) {
            connection.read_request();
            connection.send(begin);
            while (!connection.closes_within(20) && connection.send("H")) {
            }
        });
        std::string complaint;
        const auto time = time_of([&] { complaint = complaint_about(server, kShort); });
        EXPECT_NE(complaint.find("no complete answer within 300 ms"), std::string::npos) << complaint;
        EXPECT_LT(time, milliseconds{5000});
    }
}

TEST(HttpClient, EndsAPeerThatDoesNotRead) {
    std::promise<void> given_up;
    const RawServer server([&given_up](const Connection&) { given_up.get_future().wait(); });
    const auto answer =
        HttpClient(server.endpoint()).post_json("/", std::string(std::size_t{64} << 20, 'x'), {}, kShort);
    given_up.set_value();
    ASSERT_FALSE(answer);
    EXPECT_NE(answer.error().message.find("within 300 ms"), std::string::npos) << answer.error().message;
}

TEST(HttpClient, TakesABodyOfExactlyTheLimit) {
    const RawServer fits(answer_with(with_length(std::string(1000, 'x'))));
    EXPECT_EQ(complaint_about(fits, kGenerous), "answered 200");
    const RawServer too_long(answer_with(with_length(std::string(1001, 'x'))));
    EXPECT_NE(complaint_about(too_long, kGenerous).find("longer than 1000 bytes"), std::string::npos);
}

// What would never end must end by its size, long before the deadline.
TEST(HttpClient, EndsAnEndlessAnswer) {
    const std::string many(4096, 'x');
    for (const auto& [begin, piece, expected] :
         {std::tuple{std::string("HTTP/1.1 200 OK\r\n\r\n"), many, "longer than 1000 bytes"},
          {"HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551615\r\n\r\n", many, "longer than 1000 bytes"},
          {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "1000\r\n" + many + "\r\n",
           "longer than 1000 bytes"},
          {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;", many, "head that is too long"},
          {"HTTP/1.1 200 ", many, "head that is too long"},
          {"HTTP/1.1 200 OK\r\nX: ", many, "head that is too long"},
          {"HTTP/1.1 200 OK\r\n", "X: y\r\n", "head that is too long"},
          {"", "HTTP/1.1 100 Continue\r\n\r\n", "head that is too long"}}) {
        const RawServer server([first = begin, rest = piece](const Connection& connection) {
            connection.read_request();
            connection.send(first);
            while (connection.send(rest)) {
            }
        });
        const std::string complaint = complaint_about(server, kGenerous);
        EXPECT_NE(complaint.find(expected), std::string::npos) << begin << " gave " << complaint;
    }
}

TEST(HttpClient, FollowsNoRedirect) {
    std::promise<void> visited;
    const RawServer target([&visited](const Connection& connection) {
        connection.read_request();
        visited.set_value();
    });
    const RawServer server(
        answer_with("HTTP/1.1 302 Found\r\nLocation: " + target.endpoint().url() + "/\r\nContent-Length: 0\r\n\r\n"));
    EXPECT_EQ(complaint_about(server, kGenerous), "answered 302");
    EXPECT_EQ(visited.get_future().wait_for(milliseconds{0}), std::future_status::timeout);
}

TEST(HttpClient, InflatesNothing) {
    const RawServer server(
        answer_with("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\n\x1f\x8b\x08"));
    const auto answer = HttpClient(server.endpoint()).get("/", kGenerous);
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(answer->body, "\x1f\x8b\x08");
}

TEST(HttpClient, AsksNoProxyOfTheEnvironment) {
    ::setenv("http_proxy", "http://127.0.0.1:9", 1);
    ::setenv("HTTP_PROXY", "http://127.0.0.1:9", 1);
    const RawServer server(answer_with(with_length("{}")));
    EXPECT_EQ(complaint_about(server, kGenerous), "answered 200");
    ::unsetenv("http_proxy");
    ::unsetenv("HTTP_PROXY");
}

TEST(HttpClient, SaysThatAnAnswerWasCutOff) {
    for (const char* bytes : {"", "HTTP/1.1 200 OK\r\nContent-", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
                              "hello\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
                              "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r",
                              "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n2\r\nabc\r\n0\r\n\r\n"}) {
        const RawServer server(answer_with(bytes));
        const std::string complaint = complaint_about(server, kGenerous);
        EXPECT_NE(complaint.find(*bytes == '\0' ? "/x: no answer" : "/x: the answer is no HTTP, or was cut off"),
                  std::string::npos)
            << bytes << " gave " << complaint;
    }
}

TEST(HttpClient, ServesSeveralThreadsAtOnce) {
    const RawServer server(answer_with(with_length("{}")));
    const HttpClient client(server.endpoint());
    std::vector<std::future<bool>> calls;
    for (int i = 0; i < 8; ++i)
        calls.push_back(std::async(std::launch::async, [&client] { return client.get("/", kGenerous).has_value(); }));
    for (auto& call : calls) EXPECT_TRUE(call.get());
}

}  // namespace
}  // namespace chaincore::net
