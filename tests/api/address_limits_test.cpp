// SPDX-License-Identifier: MIT
// One address takes what is its own, and leaves the others theirs. This machine's addresses count as any for once.
#include "api/server_test.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace chaincore::test {
namespace {

class OneAddress : public ServerTest {
protected:
    OneAddress() { options.limits.address.hold_on_loopback = true; }

    RawClient greedy() const { return RawClient(port); }
    RawClient other(int receive_buffer = 0) const { return RawClient(port, receive_buffer, "127.0.0.2"); }

    static int status_of(RawClient& client, const std::string& request) {
        client.send(request);
        return client.receive().status;
    }

    // By all clients, this question included.
    static std::uint64_t received_bytes(RawClient& client) {
        client.send(get_request("/metrics"));
        const std::string figures = client.receive().body;
        const std::string name = "\nchaincore_http_received_bytes_total ";
        return static_cast<std::uint64_t>(std::stod(figures.substr(figures.find(name) + name.size())));
    }
};

TEST_F(OneAddress, ThatAsksTooOftenIsToldWhenToComeAgain) {
    options.limits.address.quick = {0.1, 3};
    start();
    RawClient client = greedy();
    for (int i = 0; i < 3; ++i) EXPECT_EQ(status_of(client, get_request("/status")), 200);
    client.send(get_request("/status"));
    const HttpAnswer answer = client.receive();
    EXPECT_EQ(answer.status, 429);
    const int wait = std::stoi(answer.headers.at("retry-after"));
    EXPECT_TRUE(wait > 7 && wait <= 10) << wait << " s; some have passed since the first question";
    EXPECT_EQ(answer.body, R"({"error": "this address asks too often"})");
    EXPECT_EQ(status_of(client, get_request("/transaction_pool")), 200) << "another kind, on the same connection";
    RawClient again = greedy();
    EXPECT_EQ(status_of(again, get_request("/status")), 429) << "another connection of the same one";
    RawClient stranger = other();
    EXPECT_EQ(status_of(stranger, get_request("/status")), 200);
}

TEST_F(OneAddress, ThatAsksForNothingThatIsThereCountsToo) {
    options.limits.address.quick = {0.1, 2};
    start();
    RawClient client = greedy();
    EXPECT_EQ(status_of(client, get_request("/nothing")), 404);
    EXPECT_EQ(status_of(client, "PUT /status HTTP/1.1\r\nHost: localhost\r\n\r\n"), 405);
    EXPECT_EQ(status_of(client, get_request("/nothing")), 429);
}

TEST_F(OneAddress, ThatIsTrustedMayAskForMore) {
    options.limits.address.quick = {0.1, 1};
    options.trusted = {"127.0.0.1"};
    start();
    RawClient client = greedy();
    for (int i = 0; i < 5; ++i) EXPECT_EQ(status_of(client, get_request("/status")), 200);
    RawClient stranger = other();
    EXPECT_EQ(status_of(stranger, get_request("/status")), 200);
    EXPECT_EQ(status_of(stranger, get_request("/status")), 429);
}

TEST_F(OneAddress, MakesRoomAmongItsOwnConnections) {
    options.limits.address.connections = 2;
    start();
    RawClient stranger = other();
    EXPECT_EQ(status_of(stranger, get_request("/status")), 200);
    std::vector<RawClient> clients;
    for (int i = 0; i < 3; ++i) EXPECT_EQ(status_of(clients.emplace_back(greedy()), get_request("/status")), 200);
    EXPECT_TRUE(clients[0].is_closed());
    EXPECT_EQ(status_of(clients[1], get_request("/status")), 200);
    EXPECT_EQ(status_of(stranger, get_request("/status")), 200);
}

TEST_F(OneAddress, WithTheMostConnectionsMakesRoomForAll) {
    options.limits.connections = 4;
    start();
    RawClient stranger = other();
    EXPECT_EQ(status_of(stranger, get_request("/status")), 200);
    std::vector<RawClient> clients;
    for (int i = 0; i < 3; ++i) EXPECT_EQ(status_of(clients.emplace_back(greedy()), get_request("/status")), 200);
    RawClient another = other();
    EXPECT_EQ(status_of(another, get_request("/status")), 200);
    EXPECT_TRUE(clients[0].is_closed());
    EXPECT_EQ(status_of(stranger, get_request("/status")), 200) << "who was idle for longer";
}

TEST_F(OneAddress, IsTurnedAwayWhereAllOfItsConnectionsAreBusy) {
    options.limits.address.connections = 1;
    start();
    RawClient busy = greedy();
    busy.send(
        "POST /add_transaction HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        "Content-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(busy.receive(true).status, 100);
    RawClient more = greedy();
    EXPECT_EQ(status_of(more, get_request("/status")), 503);
    RawClient stranger = other();
    EXPECT_EQ(status_of(stranger, get_request("/status")), 200);
}

TEST_F(OneAddress, HasSoManyLongAnswersAtATime) {
    node.fake_chain->blocks.assign(400, '"' + std::string(100'000, 'x') + '"');
    options.limits.address.streams = 1;
    start();
    RawClient reader(port, 4096);
    reader.send(get_request("/chain"));
    EXPECT_FALSE(reader.read_some(100).empty());
    RawClient second = greedy();
    EXPECT_EQ(status_of(second, get_request("/chain")), 503);
    RawClient stranger = other(4096);
    stranger.send(get_request("/chain"));
    EXPECT_EQ(stranger.read_some(100).substr(0, 12), "HTTP/1.1 200");
}

TEST_F(OneAddress, SendsSoMuchAtATime) {
    options.limits.address.body_bytes = 10'000;
    start();
    const std::string large = post_request("/add_transaction", std::string(20'000, ' '));
    RawClient client = greedy();
    EXPECT_EQ(status_of(client, large), 503);
    EXPECT_EQ(get(port, "/status").status, 200);
    const std::string small = post_request("/add_transaction", std::string(5'000, ' '));
    RawClient stranger = other();
    const std::uint64_t before = received_bytes(stranger);
    RawClient first = greedy();
    first.send(large.substr(0, large.size() - 12'000));  // 8,000 bytes of its body
    const std::uint64_t asking = get_request("/metrics").size();
    for (std::uint64_t asked = 1; received_bytes(stranger) < before + 8'000 + asked * asking; ++asked)
        ASSERT_LT(asked, 500U) << "what the first has sent does not arrive";
    RawClient second = greedy();
    EXPECT_EQ(status_of(second, small), 503);
    EXPECT_EQ(status_of(stranger, small), 400) << "it is no JSON";
}

}  // namespace
}  // namespace chaincore::test
