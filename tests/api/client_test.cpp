// SPDX-License-Identifier: MIT
#include "api/client.hpp"

#include <gtest/gtest.h>

namespace chaincore::api {
namespace {

using namespace std::chrono_literals;

class Clients : public testing::Test {
protected:
    Clients() {
        limits_.quick = {10, 3};
        limits_.peers = {0.5, 1};
    }

    static Caller from(const std::string& address, bool is_loopback = false) {
        return {is_loopback, "10.0.0.1", address};
    }

    AddressLimits limits_;
    ClientTime now_{1h};
};

TEST_F(Clients, AskSoManyAtOnceAndThenAtTheirRate) {
    Client client(&limits_);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(client.ask(Lane::quick, now_), 0ms) << i;
    EXPECT_EQ(client.ask(Lane::quick, now_), 100ms);
    EXPECT_LE(client.ask(Lane::quick, now_ + 99ms), 2ms) << "what was refused does not count";
    EXPECT_EQ(client.ask(Lane::quick, now_ + 100ms), 0ms);
    EXPECT_EQ(client.ask(Lane::quick, now_ + 100ms), 100ms);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(client.ask(Lane::quick, now_ + 1h), 0ms) << i;
    EXPECT_NE(client.ask(Lane::quick, now_ + 1h), 0ms) << "a long rest allows no more than at first";
}

TEST_F(Clients, HaveAnAllowanceForEachKind) {
    Client client(&limits_);
    EXPECT_EQ(client.ask(Lane::peers, now_), 0ms);
    EXPECT_EQ(client.ask(Lane::peers, now_), 2000ms);
    EXPECT_EQ(client.ask(Lane::quick, now_), 0ms);
    EXPECT_EQ(client.ask(Lane::blocks, now_), 0ms);
}

TEST_F(Clients, AreOneByTheirAddress) {
    ClientTable table(limits_, {});
    const auto client = table.find(from("10.0.0.7"), now_);
    EXPECT_EQ(table.find(from("10.0.0.7"), now_), client);
    EXPECT_NE(table.find(from("10.0.0.8"), now_), client);
    const auto network = table.find(from("fd00::1"), now_);
    EXPECT_EQ(table.find(from("fd00::ffff:0:0:1"), now_), network) << "64 bits of IPv6 are one client's";
    EXPECT_NE(table.find(from("fd00:0:0:1::1"), now_), network);
}

TEST_F(Clients, OnThisMachineAndTrustedOnesHaveNoLimits) {
    ClientTable table(limits_, {"10.0.0.9", "fd00::9"});
    for (const Caller& caller : {from("127.0.0.1", true), from("10.0.0.9"), from("fd00::9")}) {
        const auto client = table.find(caller, now_);
        client->connections = 100'000;
        client->streams = 100'000;
        for (int i = 0; i < 100; ++i) EXPECT_EQ(client->ask(Lane::peers, now_), 0ms);
        EXPECT_EQ(client->connections_over(), 0U);
        EXPECT_TRUE(client->may_take_stream());
        EXPECT_TRUE(client->may_send(std::size_t{1} << 40));
    }
}

TEST_F(Clients, TakeUpNoMoreThanTheirLimits) {
    Client client(&limits_);
    client.connections = limits_.connections - 1;
    EXPECT_EQ(client.connections_over(), 0U);
    client.connections += 2;
    EXPECT_EQ(client.connections_over(), 2U);
    client.streams = limits_.streams - 1;
    EXPECT_TRUE(client.may_take_stream());
    ++client.streams;
    EXPECT_FALSE(client.may_take_stream());
    EXPECT_TRUE(client.may_send(limits_.body_bytes));
    client.body_bytes = 1;
    EXPECT_FALSE(client.may_send(limits_.body_bytes));
}

TEST_F(Clients, AreForgottenOnceTheyAreGoneAndRested) {
    ClientTable table(limits_, {});
    const auto connected = table.find(from("10.9.9.9"), now_);
    const auto tired = table.find(from("10.9.9.8"), now_).get();
    tired->ask(Lane::quick, now_);
    for (int i = 0; i < 5000; ++i)
        table.find(from("10.1." + std::to_string(i / 250) + "." + std::to_string(i % 250)), now_);
    EXPECT_LT(table.size(), 1100U);
    EXPECT_EQ(table.find(from("10.9.9.9"), now_), connected);
    EXPECT_EQ(table.find(from("10.9.9.8"), now_).get(), tired) << "he would start anew";
}

}  // namespace
}  // namespace chaincore::api
