// SPDX-License-Identifier: MIT
// Long answers that are handed over while they arrive, and calls that are ended from outside.
#include "chaincore/net/http_client.hpp"
#include "net/raw_server.hpp"

#include <gtest/gtest.h>

#include <future>
#include <thread>

namespace chaincore::net {
namespace {

using std::chrono::milliseconds;
using test::answer_with;
using test::Connection;
using test::RawServer;

constexpr milliseconds kLong{20'000};
constexpr milliseconds kShort{300};
constexpr milliseconds kRoomy{1'500};  // for what has to come within it on a busy machine, too
constexpr std::string_view kHead = "HTTP/1.1 200 OK\r\n";

// Keeps what it is given; the answer flows from the first piece on.
struct Kept {
    std::string text;
    Reception say = Reception::flowing;

    BodyReceiver receiver() {
        return [this](std::string_view piece) {
            text.append(piece);
            return say;
        };
    }
};

StreamLimits limits(milliseconds first_deadline, std::size_t window_bytes, milliseconds window) {
    return {first_deadline, window_bytes, window, {}};
}

std::string complaint_about(const RawServer& server, const StreamLimits& limits, const BodyReceiver& receive) {
    const auto answer = HttpClient(server.endpoint()).get_stream("/chain", limits, receive);
    return answer ? "answered " + std::to_string(answer->status) : answer.error().message;
}

// Sends `begin`, and then byte after byte until the other side goes.
RawServer::Handler drip(std::string begin) {
    return [begin = std::move(begin)](const Connection& connection) {
        connection.read_request();
        connection.send(begin);
        while (!connection.closes_within(20) && connection.send("x")) {
        }
    };
}

RawServer::Handler stall_after(std::string begin) {
    return [begin = std::move(begin)](const Connection& connection) {
        connection.read_request();
        connection.send(begin);
        connection.closes_within(60'000);
    };
}

std::string with_length(std::size_t length, std::string_view body) {
    return std::string(kHead) + "Content-Length: " + std::to_string(length) + "\r\n\r\n" + std::string(body);
}

TEST(HttpStream, HandsOverTheBodyWhateverItsFraming) {
    for (const std::string& bytes :
         {with_length(5, "abcde"), std::string(kHead) + "\r\nabcde",
          std::string(kHead) + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;note=x\r\nde\r\n0\r\n\r\n"}) {
        const RawServer server(answer_with(bytes));
        Kept kept;
        const auto answer = HttpClient(server.endpoint()).get_stream("/chain", {}, kept.receiver());
        ASSERT_TRUE(answer) << answer.error().message;
        EXPECT_EQ(answer->status, 200);
        EXPECT_EQ(answer->body, "");
        EXPECT_EQ(kept.text, "abcde");
    }
}

TEST(HttpStream, GivesTheHeaders) {
    const RawServer server(answer_with(std::string(kHead) + "X-Blockchain-Length: 7\r\nContent-Length: 2\r\n\r\n{}"));
    Kept kept;
    const auto answer = HttpClient(server.endpoint()).get_stream("/chain", {}, kept.receiver());
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(*answer->find_header("x-blockchain-length"), "7");
}

TEST(HttpStream, TakesABodyOfOneLongLine) {
    constexpr std::size_t length = std::size_t{32} << 20;
    const RawServer server([](const Connection& connection) {
        connection.read_request();
        connection.send(with_length(length, std::string(length, 'x')));
    });
    std::size_t received = 0;
    const auto count = [&received](std::string_view piece) {
        received += piece.size();
        return Reception::flowing;
    };
    EXPECT_EQ(complaint_about(server, limits(kLong, 1, kLong), count), "answered 200");
    EXPECT_EQ(received, length);
}

TEST(HttpStream, HandsOverNothingOfAnErrorsBody) {
    for (const char* rest : {"Content-Length: 2\r\n\r\n{}", "Content-Length: 90000000\r\n\r\nabc", "\r\n"}) {
        const RawServer server(stall_after(std::string("HTTP/1.1 404 Not Found\r\nX-Reason: none\r\n") + rest));
        Kept kept;
        const auto answer =
            HttpClient(server.endpoint()).get_stream("/chain", limits(kLong, 1, kLong), kept.receiver());
        ASSERT_TRUE(answer) << answer.error().message;
        EXPECT_EQ(answer->status, 404);
        EXPECT_EQ(*answer->find_header("X-Reason"), "none");
        EXPECT_EQ(kept.text + answer->body, "");
    }
}

TEST(HttpStream, SaysThatAnAnswerWasCutOff) {
    for (const std::string& bytes : {with_length(10, "abc"), std::string("HTTP/1.1 200 OK\r\nContent-"),
                                     std::string(kHead) + "Transfer-Encoding: chunked\r\n\r\n5\r\nabc"}) {
        const RawServer server(answer_with(bytes));
        Kept kept;
        const std::string complaint = complaint_about(server, {}, kept.receiver());
        EXPECT_NE(complaint.find("/chain: the answer is no HTTP, or was cut off"), std::string::npos) << complaint;
    }
}

TEST(HttpStream, EndsWhenTheReceiverHasHadEnough) {
    const RawServer server(stall_after(std::string(kHead) + "\r\nx"));
    Kept kept{{}, Reception::enough};
    EXPECT_NE(complaint_about(server, {}, kept.receiver()).find("no more of the answer was wanted"), std::string::npos);
    EXPECT_EQ(kept.text, "x");
}

TEST(HttpStream, EndsAnAnswerThatNeverBeginsToFlow) {
    for (const std::string& begin : {std::string(), std::string(kHead) + "X: ", std::string(kHead) + "\r\n"}) {
        const RawServer server(drip(begin));
        Kept kept{{}, Reception::waiting};
        EXPECT_EQ(complaint_about(server, limits(kShort, 1, kLong), kept.receiver()),
                  server.endpoint().url() + "/chain: nothing of use within 300 ms");
    }
}

TEST(HttpStream, EndsAPeerThatDripsOnceItFlows) {
    const RawServer server(drip(std::string(kHead) + "\r\nx"));
    Kept kept;
    EXPECT_EQ(complaint_about(server, limits(kLong, 1000, kShort), kept.receiver()),
              server.endpoint().url() + "/chain: fewer than 1000 bytes of the answer within 300 ms");
}

TEST(HttpStream, EndsAPeerThatStallsOnceItFlows) {
    const RawServer server(stall_after(std::string(kHead) + "\r\n" + std::string(100'000, 'x')));
    Kept kept;
    EXPECT_EQ(complaint_about(server, limits(kLong, 1000, kRoomy), kept.receiver()),
              server.endpoint().url() + "/chain: fewer than 1000 bytes of the answer within 1500 ms");
    EXPECT_EQ(kept.text.size(), 100'000U);
}

TEST(HttpStream, TakesLongerThanTheFirstDeadlineOnceItFlows) {
    const RawServer server([](const Connection& connection) {
        connection.read_request();
        connection.send(with_length(2, "x"));
        connection.closes_within(2 * kRoomy.count());  // it does not: twice the first deadline passes
        connection.send("y");
    });
    Kept kept;
    EXPECT_EQ(complaint_about(server, limits(kRoomy, 1, kLong), kept.receiver()), "answered 200");
    EXPECT_EQ(kept.text, "xy");
}

TEST(HttpStream, DoesNotCountWhatTheReceiverTakesForItself) {
    const RawServer server(answer_with(with_length(100'000, std::string(100'000, 'x'))));
    bool is_first = true;
    const auto think = [&is_first](std::string_view) {
        if (std::exchange(is_first, false)) std::this_thread::sleep_for(2 * kRoomy);
        return Reception::flowing;
    };
    EXPECT_EQ(complaint_about(server, limits(kLong, 100'000, kRoomy), think), "answered 200");
}

// Stops as soon as the server has the request; the call must end long before its deadline.
TEST(StoppedCall, EndsWhileItWaitsForAnAnswer) {
    std::stop_source source;
    const RawServer server([&source](const Connection& connection) {
        connection.read_request();
        source.request_stop();
        connection.closes_within(60'000);
    });
    const auto start = std::chrono::steady_clock::now();
    const auto answer = HttpClient(server.endpoint()).get("/x", {kLong, 1000, source.get_token()});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().message, server.endpoint().url() + "/x: the call was ended");
    EXPECT_LT(std::chrono::steady_clock::now() - start, milliseconds{5000});
}

TEST(StoppedCall, EndsAStreamThatStalls) {
    std::stop_source source;
    const RawServer server(stall_after(std::string(kHead) + "\r\nx"));
    const auto stop = [&source](std::string_view) {
        source.request_stop();
        return Reception::flowing;
    };
    const std::string complaint = complaint_about(server, {kLong, 1000, kLong, source.get_token()}, stop);
    EXPECT_EQ(complaint, server.endpoint().url() + "/chain: the call was ended");
}

TEST(StoppedCall, EndsWhileThePeerDoesNotRead) {
    std::stop_source source;
    std::promise<void> given_up;
    const RawServer server([&](const Connection&) {
        source.request_stop();
        given_up.get_future().wait();
    });
    const auto answer =
        HttpClient(server.endpoint())
            .post_json("/", std::string(std::size_t{64} << 20, 'x'), {}, {kLong, 1000, source.get_token()});
    given_up.set_value();
    ASSERT_FALSE(answer);
    EXPECT_NE(answer.error().message.find("the call was ended"), std::string::npos) << answer.error().message;
}

TEST(StoppedCall, DoesNotBegin) {
    std::stop_source source;
    source.request_stop();
    const RawServer server(answer_with(with_length(2, "{}")));
    const auto answer = HttpClient(server.endpoint()).get("/", {kLong, 1000, source.get_token()});
    ASSERT_FALSE(answer);
    EXPECT_NE(answer.error().message.find("the call was ended"), std::string::npos) << answer.error().message;
}

}  // namespace
}  // namespace chaincore::net
