// SPDX-License-Identifier: MIT
// Those who listen to events: how many there may be, who is cut off, and what is left of them.
#include "api/listening_test.hpp"

#include <vector>

namespace chaincore::test {
namespace {

using namespace std::chrono_literals;

class Listeners : public ListeningTest {};

TEST_F(Listeners, AreSoManyAtMost) {
    options.limits.event_streams = 2;
    start();
    RawClient first = listener();
    {
        const RawClient second = listener();
        RawClient third = client();
        const HttpAnswer refused = third.receive();
        EXPECT_EQ(refused.status, 503);
        EXPECT_EQ(refused.headers.at("retry-after"), "30");
        third.send(get_request("/status"));
        EXPECT_EQ(third.receive().status, 200) << "it may ask for something else";
    }
    ASSERT_TRUE(are_listeners(1));
    listener();
    changing.grow(1);
    EXPECT_TRUE(first.read_until("hash0\"").ends_with("hash0\""));
}

TEST_F(Listeners, AreSoManyOfOneAddress) {
    options.limits.address.hold_on_loopback = true;
    options.limits.address.event_streams = 1;
    options.trusted = {"127.0.0.3"};
    start();
    const RawClient first = listener();
    EXPECT_EQ(client().receive().status, 503);
    const RawClient stranger = listener(0, "127.0.0.2");
    std::vector<RawClient> trusted;
    for (int i = 0; i < 3; ++i) trusted.push_back(listener(0, "127.0.0.3"));
    EXPECT_EQ(listeners(), 5);
}

TEST_F(Listeners, LeaveMostConnectionsToOthers) {
    options.limits.connections = 8;
    start();
    std::vector<RawClient> listening;
    for (int i = 0; i < 2; ++i) listening.push_back(listener());
    EXPECT_EQ(client().receive().status, 503) << "a quarter of the connections listens";
    // Of the others, those that are idle make room, and none that listens.
    std::vector<RawClient> others;
    for (int i = 0; i < 20; ++i) {
        others.emplace_back(port).send(get_request("/status"));
        EXPECT_EQ(others.back().receive().status, 200);
    }
    changing.grow(1);
    for (RawClient& one : listening) EXPECT_TRUE(one.read_until("hash0\"").ends_with("hash0\""));
    EXPECT_TRUE(others[0].is_closed());
}

TEST_F(Listeners, CountAmongTheConnectionsOfAnAddress) {
    options.limits.address.hold_on_loopback = true;
    options.limits.address.connections = 3;
    start();
    std::vector<RawClient> listening;
    for (int i = 0; i < 3; ++i) listening.push_back(listener());
    EXPECT_EQ(get(port, "/status").status, 503);
    listening.pop_back();
    int status = 503;
    for (const auto end = Clock::now() + kPatience; status == 503 && Clock::now() < end;)
        status = get(port, "/status").status;
    EXPECT_EQ(status, 200);
}

TEST_F(Listeners, DoNotWaitForOneWhoIsBehind) {
    start();
    RawClient slow = listener(4096);
    RawClient quick = listener();
    for (int i = 0; i < 200 && listeners() == 2; ++i) {
        find_long_blocks();
        ASSERT_TRUE(has_heard(quick, length_ - 1));
    }
    EXPECT_EQ(listeners(), 1) << "the deadline alone would take ten seconds";
    find_long_blocks();
    EXPECT_TRUE(has_heard(quick, length_ - 1));
}

TEST_F(Listeners, WhoTakeNothingAreCutOff) {
    options.limits.write = 4s;  // the quick one must not be slower, whatever else this machine does
    options.limits.event_backlog = std::size_t{1} << 30;
    start();
    RawClient slow = listener(4096);
    RawClient quick = listener();
    for (int i = 0; i < 10; ++i) {
        find_long_blocks();
        ASSERT_TRUE(has_heard(quick, length_ - 1));
    }
    EXPECT_TRUE(are_listeners(1));
    find_long_blocks();
    EXPECT_TRUE(has_heard(quick, length_ - 1));
}

TEST_F(Listeners, WhoAreBehindHaveWhatWaitsCountedAsUnsent) {
    options.limits.unsent_bytes = std::size_t{300} << 10;
    options.limits.event_backlog = std::size_t{1} << 30;
    start();
    RawClient quick = listener();
    {
        const RawClient slow = listener(4096);
        int status = 200;
        for (int i = 0; i < 200 && status == 200; ++i) {
            find_long_blocks();
            ASSERT_TRUE(has_heard(quick, length_ - 1));
            status = get(port, "/chain").status;
        }
        EXPECT_EQ(status, 503);
    }
    ASSERT_TRUE(are_listeners(1));
    EXPECT_EQ(get(port, "/chain").status, 200);
}

TEST_F(Listeners, AreClosedAtOnceWhereTheServerStops) {
    options.limits.stop = 30s;
    start();
    std::vector<RawClient> listening;
    for (int i = 0; i < 20; ++i) listening.push_back(listener());
    const RawClient slow = listener(4096);
    for (int i = 0; i < 5; ++i) {
        find_long_blocks();
        ASSERT_TRUE(has_heard(listening[0], length_ - 1));
    }
    const auto before = Clock::now();
    server->stop();
    EXPECT_LT(Clock::now() - before, 5s) << "nobody waits for limits.stop";
    listening[0].read_until("the end");
    EXPECT_TRUE(listening[0].is_closed());
}

// For the sanitizers: they come, listen and go while the node is looked at, and while the server stops.
TEST_F(Listeners, ThatComeAndGoHarmNobody) {
    options.limits.event_looks = 1ms;
    options.limits.heartbeat = 1ms;
    start();
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([this] {
            while (true) {
                RawClient some = client();
                if (!some.is_connected()) return;
                std::vector<RawClient> at_once;
                for (int j = 0; j < 5; ++j) at_once.push_back(client());
                if (some.read_until("event: overview").empty()) return;
            }
        });
    }
    for (std::uint64_t i = 1; i <= 300; ++i) {
        changing.grow(i);
        std::this_thread::sleep_for(kPause);
    }
    EXPECT_EQ(get(port, "/status").status, 200);
    server->stop();
    for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace chaincore::test
