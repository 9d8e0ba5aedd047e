// SPDX-License-Identifier: MIT
#include "api/server_test.hpp"

#include <future>
#include <semaphore>
#include <thread>
#include <vector>

namespace chaincore::test {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

class Connections : public ServerTest {
protected:
    // A chain that is longer than all buffers between here and there.
    void make_long_chain() { node.fake_chain->blocks.assign(400, '"' + std::string(100'000, 'x') + '"'); }
};

TEST_F(Connections, ManyRequestsGoThroughOne) {
    start();
    RawClient client(port);
    for (int i = 0; i < 50; ++i) {
        client.send(get_request("/status"));
        EXPECT_EQ(client.receive().status, 200);
        client.send(post_request("/submit_block", "{}"));
        EXPECT_EQ(client.receive().status, 400);
    }
}

TEST_F(Connections, RequestsThatDoNotWaitAreAnsweredInTheirOrder) {
    node.fake_chain->blocks.assign(100, R"("block")");
    start();
    RawClient client(port);
    std::string requests;
    for (int i = 0; i < 20; ++i)
        requests += get_request("/balance/a" + std::to_string(i)) + get_request("/chain") + get_request("/nothing") +
                    post_request("/add_transaction", "{}");
    client.send(requests);
    for (int i = 0; i < 20; ++i) {
        EXPECT_NE(client.receive().body.find("\"a" + std::to_string(i) + '"'), std::string::npos);
        EXPECT_EQ(client.receive().headers["x-blockchain-length"], "100");
        EXPECT_EQ(client.receive().status, 404);
        EXPECT_EQ(client.receive().status, 400);
    }
}

TEST_F(Connections, ARequestMayComeByteByByte) {
    start();
    RawClient client(port);
    for (const char c : post_request("/add_transaction", R"({"a": "b"})")) client.send({&c, 1});
    EXPECT_EQ(client.receive().status, 400);
}

TEST_F(Connections, AClientThatAsksForItIsClosed) {
    start();
    RawClient client(port);
    client.send("GET /status HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    const HttpAnswer answer = client.receive();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.headers.at("connection"), "close");
    EXPECT_TRUE(client.is_closed());
}

TEST_F(Connections, Http10IsClosedAfterItsAnswer) {
    start();
    RawClient client(port);
    client.send("GET /status HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_EQ(client.receive().status, 200);
    EXPECT_TRUE(client.is_closed());
}

TEST_F(Connections, AClientThatIsDoneSendingHasItsAnswer) {
    start();
    RawClient client(port);
    client.send(get_request("/status"));
    client.finish_sending();
    EXPECT_EQ(client.receive().status, 200);
    EXPECT_TRUE(client.is_closed());
}

TEST_F(Connections, AClientThatWaitsWithItsBodyIsToldToGoOn) {
    start();
    RawClient client(port);
    client.send(
        "POST /add_transaction HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        "Content-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(client.receive(true).status, 100);
    client.send("{}");
    EXPECT_EQ(client.receive().status, 400);
}

TEST_F(Connections, AHeadThatDripsIsEndedInTime) {
    options.limits.head = 100ms;
    start();
    RawClient client(port);
    client.send("GET /status HT");
    const HttpAnswer answer = client.receive();
    EXPECT_EQ(answer.status, 408);
    EXPECT_EQ(answer.headers.at("connection"), "close");
    EXPECT_TRUE(client.is_closed());
}

TEST_F(Connections, NewBytesDoNotMoveAHeadsDeadline) {
    options.limits.head = 300ms;
    start();
    RawClient client(port);
    client.send("GET /status HTTP/1.1\r\nX: ");
    const auto begin = Clock::now();
    auto answer = std::async(std::launch::async, [&] { return client.receive(); });
    while (answer.wait_for(20ms) != std::future_status::ready && Clock::now() - begin < 10s) client.send("x");
    EXPECT_EQ(answer.get().status, 408);
    EXPECT_LT(Clock::now() - begin, 5s);
}

// Many that send on at the very moment of their deadline: for the sanitizers.
TEST_F(Connections, BytesThatComeWithTheDeadlineHarmNobody) {
    options.limits.head = 100ms;
    start();
    for (int round = 0; round < 5; ++round) {
        std::vector<RawClient> clients;
        for (int i = 0; i < 200; ++i) clients.emplace_back(port).send("G");
        std::this_thread::sleep_for(90ms);
        for (RawClient& client : clients) client.send("ET /status HTTP/1.1\r\nX: " + std::string(1400, 'x'));
        for (int i = 0; i < 3; ++i)
            for (RawClient& client : clients) client.send(std::string(300, 'y'));
        EXPECT_EQ(get(port, "/status").status, 200);
    }
}

TEST_F(Connections, ABodyThatDripsIsEndedInTime) {
    options.limits.body = 100ms;
    start();
    RawClient client(port);
    client.send(
        "POST /submit_block HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        "Content-Length: 100\r\n\r\n{");
    EXPECT_EQ(client.receive().status, 408);
    EXPECT_TRUE(client.is_closed());
}

TEST_F(Connections, AnIdleOneIsClosedWithoutAWord) {
    options.limits.idle = 1s;
    start();
    RawClient silent(port);
    EXPECT_TRUE(silent.is_closed());
    RawClient done(port);
    done.send(get_request("/status"));
    EXPECT_EQ(done.receive().status, 200);
    EXPECT_TRUE(done.is_closed());
}

TEST_F(Connections, SlowAndIdleOnesDelayNobody) {
    start();
    std::vector<RawClient> clients;
    for (int i = 0; i < 200; ++i) {
        RawClient& client = clients.emplace_back(port);
        if (i % 2 == 0) client.send("GET /status HTTP/1.1\r\nHost:");
    }
    const auto before = Clock::now();
    EXPECT_EQ(get(port, "/status").status, 200);
    EXPECT_LT(Clock::now() - before, 4s);
}

TEST_F(Connections, OverTheLimitTheLongestIdleMakesRoom) {
    options.limits.connections = 3;
    start();
    std::vector<RawClient> clients;
    for (int i = 0; i < 3; ++i) {
        clients.emplace_back(port).send(get_request("/status"));
        EXPECT_EQ(clients.back().receive().status, 200);
    }
    clients[0].send(get_request("/status"));
    EXPECT_EQ(clients[0].receive().status, 200);
    RawClient fourth(port);
    fourth.send(get_request("/status"));
    EXPECT_EQ(fourth.receive().status, 200);
    EXPECT_TRUE(clients[1].is_closed());
    clients[2].send(get_request("/status"));
    EXPECT_EQ(clients[2].receive().status, 200);
}

TEST_F(Connections, OverTheLimitTheNewestIsTurnedAwayWhereAllAreBusy) {
    options.limits.connections = 3;
    start();
    std::vector<RawClient> clients;
    for (int i = 0; i < 3; ++i) {
        clients.emplace_back(port).send(get_request("/status"));
        EXPECT_EQ(clients.back().receive().status, 200);
        clients.back().send("GET /st");
    }
    while (get(port, "/status").status == 200) std::this_thread::sleep_for(1ms);  // until the beginnings have come
    RawClient fourth(port);
    fourth.send(get_request("/status"));
    const HttpAnswer answer = fourth.receive();
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer.headers.at("retry-after"), "1");
    EXPECT_TRUE(fourth.is_closed());
}

TEST_F(Connections, SlowReadersOfTheChainDelayNobody) {
    make_long_chain();
    options.limits.pool_threads = 1;
    options.limits.stream_threads = 1;
    options.limits.write = 60s;
    start();
    std::vector<RawClient> readers;
    for (int i = 0; i < 10; ++i) {
        readers.emplace_back(port, 4096).send(get_request("/chain"));
        EXPECT_FALSE(readers.back().read_some(1).empty());
    }
    const auto before = Clock::now();
    EXPECT_EQ(get(port, "/status").status, 200);
    EXPECT_EQ(get(port, "/chain").body.size(), 40'001'626U);
    EXPECT_LT(Clock::now() - before, 30s);
}

TEST_F(Connections, AReaderThatStopsReadingIsClosed) {
    make_long_chain();
    options.limits.write = 100ms;
    options.limits.streams = 1;
    start();
    RawClient reader(port, 4096);
    reader.send(get_request("/chain"));
    EXPECT_FALSE(reader.read_some(1).empty());
    // Its place is free once it is closed.
    int status = 503;
    for (const auto end = Clock::now() + 10s; status == 503 && Clock::now() < end;) status = get(port, "/chain").status;
    EXPECT_EQ(status, 200);
}

TEST_F(Connections, TooManyLongAnswersAtATimeAre503) {
    make_long_chain();
    options.limits.streams = 2;
    start();
    std::vector<RawClient> readers;
    for (int i = 0; i < 2; ++i) {
        readers.emplace_back(port, 4096).send(get_request("/chain"));
        EXPECT_FALSE(readers.back().read_some(1).empty());
    }
    const HttpAnswer answer = get(port, "/blockchain");
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer.headers.at("retry-after"), "1");
    EXPECT_EQ(get(port, "/status").status, 200);
}

// Calls come to it and wait until they may go on.
struct Gate {
    std::counting_semaphore<8> has_come{0};
    std::counting_semaphore<8> may_go{0};

    void pass() {
        has_come.release();
        may_go.acquire();
    }
};

TEST_F(Connections, ABusyNodeSaysSo) {
    Gate gate;
    node.on_status = [&] { gate.pass(); };
    options.limits.pool_threads = 1;
    options.limits.queued_requests = 1;
    start();
    RawClient running(port);
    running.send(get_request("/status"));
    gate.has_come.acquire();
    // One waits, and the next is refused: which is which is seen by who is answered.
    RawClient waiting(port);
    waiting.send(get_request("/peers"));
    HttpAnswer refused;
    for (const auto end = Clock::now() + 5s; refused.status != 503 && Clock::now() < end;) {
        RawClient next(port);
        next.send(get_request("/peers"));
        refused = next.receive();
    }
    EXPECT_EQ(refused.status, 503);
    EXPECT_EQ(refused.headers["retry-after"], "1");
    gate.may_go.release();
    EXPECT_EQ(running.receive().status, 200);
    EXPECT_EQ(waiting.receive().status, 200);
}

TEST_F(Connections, BodiesOverTheCommonBudgetAre503) {
    options.limits.body_bytes = 1000;
    start();
    EXPECT_EQ(post(port, "/add_transaction", std::string(1000, ' ')).status, 400);
    EXPECT_EQ(post(port, "/add_transaction", std::string(1001, ' ')).status, 503);
    EXPECT_EQ(post(port, "/add_transaction", std::string(1000, ' ')).status, 400);
}

TEST_F(Connections, AnnouncedBodiesTakeNothingFromTheBudget) {
    options.limits.body_bytes = 100'000;
    start();
    std::vector<RawClient> clients;
    for (int i = 0; i < 10; ++i)
        clients.emplace_back(port).send(
            "POST /submit_block HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            "Content-Length: 8000000\r\n\r\n{");
    EXPECT_EQ(post(port, "/add_transaction", std::string(90'000, ' ')).status, 400);
}

TEST_F(Connections, LargeBodiesLeaveRoomForSmallOnes) {
    options.limits.large_body_bytes = 1'000'000;
    start();
    std::optional<RawClient> slow;
    int status = 400;
    for (int tries = 0; tries < 1000 && status == 400; ++tries) {
        if (tries % 10 == 0)  // it is refused itself where a quick one comes before it
            slow.emplace(port).send(
                "POST /submit_block HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                "Content-Length: 8000000\r\n\r\n" +
                std::string(1'200'000, ' '));
        status = post(port, "/submit_block", std::string(500'000, ' ')).status;
    }
    EXPECT_EQ(status, 503);
    EXPECT_EQ(post(port, "/submit_block", std::string(200'000, ' ')).status, 400);
}

std::vector<std::shared_ptr<const chain::Transaction>> pool_of_20_mib() {
    chain::Transaction transaction;
    transaction.outputs = {{chain::Number{1}, "1abc", std::string(1 << 20, 'x')}};
    return {20, std::make_shared<const chain::Transaction>(transaction)};
}

TEST_F(Connections, AnswersThatNobodyReadsTakeNoMoreThanTheirBudget) {
    node.pool = pool_of_20_mib();
    options.limits.kept_bytes = 1 << 20;
    start();
    RawClient reader(port, 4096);
    reader.send(get_request("/transactions"));
    EXPECT_FALSE(reader.read_some(1).empty());
    EXPECT_EQ(get(port, "/transactions").status, 503);
    EXPECT_EQ(get(port, "/chain").status, 200) << "which keeps nothing";
}

TEST_F(Connections, AnswersThatWereAskedForAtOnceKeepTheirBudget) {
    node.pool = pool_of_20_mib();
    options.limits.kept_bytes = 1 << 20;
    options.limits.pool_threads = 4;  // one makes these answers
    start();
    std::vector<RawClient> readers;
    for (int i = 0; i < 10; ++i) readers.emplace_back(port, 4096).send(get_request("/transactions"));
    int refused = 0;
    for (RawClient& reader : readers)
        if (reader.read_some(12) == "HTTP/1.1 503") ++refused;
    EXPECT_EQ(refused, 9) << "there is room for one, whenever the others are made";
}

TEST_F(Connections, WritesThatWaitDelayNoRead) {
    Gate gate;
    node.on_write = [&] { gate.pass(); };
    options.limits.pool_threads = 4;  // one for each lane that shares them
    start();
    const std::string transaction = R"({"inputs": [], "outputs": [], "timestamp": 1.5, "tx_id": "a"})";
    std::vector<RawClient> writers;
    for (int i = 0; i < 3; ++i) {
        writers.emplace_back(port).send(post_request("/mine_block", R"({"miner_address": "a"})"));
        writers.emplace_back(port).send(post_request("/receive_transaction", transaction));
    }
    gate.has_come.acquire();
    gate.has_come.acquire();  // one of each waits, the others behind them
    EXPECT_EQ(get(port, "/status").status, 200);
    EXPECT_EQ(get(port, "/balance/a").status, 200);
    gate.may_go.release(6);
    for (RawClient& writer : writers) EXPECT_NE(writer.receive().status, 0);
}

TEST_F(Connections, LargeBodiesAreReadOneAtATime) {
    Gate gate;
    node.on_write = [&] { gate.pass(); };
    options.limits.pool_threads = 16;  // four for each lane that shares them
    start();
    const std::string small = R"({"inputs": [], "outputs": [], "timestamp": 1.5, "tx_id": "a"})";
    const std::string large = small + std::string(300 << 10, ' ');
    std::vector<RawClient> writers;
    for (int i = 0; i < 3; ++i) writers.emplace_back(port).send(post_request("/receive_transaction", large));
    gate.has_come.acquire();
    writers.emplace_back(port).send(post_request("/receive_transaction", small));
    gate.has_come.acquire();
    EXPECT_FALSE(gate.has_come.try_acquire_for(200ms)) << "two large ones wait behind the first";
    gate.may_go.release(4);
    for (RawClient& writer : writers) EXPECT_EQ(writer.receive().status, 200);
}

TEST_F(Connections, CallsThatWaitForPeersDelayNobody) {
    Gate gate;
    node.on_peer_call = [&] { gate.pass(); };
    options.limits.pool_threads = 4;  // one for each lane that shares them
    options.limits.peer_threads = 2;
    start();
    std::vector<RawClient> clients;
    for (int i = 0; i < 4; ++i)
        clients.emplace_back(port).send(post_request("/add_peer", R"({"peer_url": "http://localhost:5001"})"));
    gate.has_come.acquire();
    gate.has_come.acquire();  // two wait for a peer, the others behind them
    EXPECT_EQ(get(port, "/status").status, 200);
    EXPECT_EQ(get(port, "/balance/a").status, 200);
    EXPECT_EQ(post(port, "/submit_block", "{}").status, 400);
    EXPECT_EQ(post(port, "/receive_transaction", "{}").status, 400);
    gate.may_go.release(4);
    for (RawClient& client : clients) EXPECT_EQ(client.receive().status, 200);
}

TEST_F(Connections, CallsThatWaitForPeersHaveAQueueOfTheirOwn) {
    options.limits.queued_peer_requests = 0;
    start();
    const HttpAnswer refused = post(port, "/sync_now", "");
    EXPECT_EQ(refused.status, 503);
    EXPECT_EQ(refused.headers.at("retry-after"), "1");
    EXPECT_EQ(get(port, "/status").status, 200);
}

TEST_F(Connections, StoppingLetsARunningRequestEnd) {
    Gate gate;
    node.on_status = [&] { gate.pass(); };
    start();
    RawClient running(port);
    RawClient idle(port);
    running.send(get_request("/status"));
    gate.has_come.acquire();
    auto stopped = std::async(std::launch::async, [&] { server->stop(); });
    EXPECT_TRUE(idle.is_closed());
    gate.may_go.release();
    EXPECT_EQ(running.receive().status, 200);
    stopped.get();
    EXPECT_FALSE(RawClient(port).is_connected());
}

TEST_F(Connections, StoppingUnderLoadHarmsNobody) {
    make_long_chain();
    for (int round = 0; round < 5; ++round) {
        start();
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([this] {
                while (true) {
                    RawClient client(port);
                    if (!client.is_connected()) return;
                    client.send(get_request("/status") + get_request("/chain") + post_request("/submit_block", "{}"));
                    if (client.receive().status == 0 || client.receive().body.empty()) return;
                }
            });
        }
        EXPECT_EQ(get(port, "/status").status, 200);
        server->stop();
        for (std::thread& thread : threads) thread.join();
    }
}

TEST_F(Connections, StoppingWaitsForNoSlowClient) {
    make_long_chain();
    start();
    RawClient reader(port, 4096);
    reader.send(get_request("/chain"));
    EXPECT_FALSE(reader.read_some(1).empty());
    RawClient slow(port);
    slow.send("GET /status");
    const auto before = Clock::now();
    server->stop();
    server->stop();
    EXPECT_LT(Clock::now() - before, 4s);
}

TEST_F(Connections, ManyClientsAtOnceAreAllAnswered) {
    node.fake_chain->blocks.assign(1000, '"' + std::string(1000, 'x') + '"');
    start();
    std::vector<std::thread> threads;
    std::atomic<int> answered = 0;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] {
            RawClient client(port);
            for (int j = 0; j < 20; ++j) {
                client.send(get_request("/status") + get_request("/chain") + post_request("/submit_block", "{}"));
                answered += client.receive().status == 200;
                answered += client.receive().body.size() > 1'000'000;
                answered += client.receive().status == 400;
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(answered, 8 * 20 * 3);
}

TEST_F(Connections, ClientsThatLeaveInTheMiddleHarmNobody) {
    make_long_chain();
    start();
    for (int i = 0; i < 30; ++i) {
        RawClient(port).send(get_request("/chain"));
        RawClient(port).send(
            "POST /submit_block HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n"
            "Content-Type: application/json\r\n\r\n{");
        RawClient reader(port, 4096);
        reader.send(get_request("/chain"));
        reader.read_some(100);
    }
    EXPECT_EQ(get(port, "/status").status, 200);
}

}  // namespace
}  // namespace chaincore::test
