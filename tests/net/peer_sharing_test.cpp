// SPDX-License-Identifier: MIT
#include "chaincore/net/peer_sharing.hpp"

#include "support/manual_clock.hpp"

#include <gtest/gtest.h>

namespace chaincore::net {
namespace {

using namespace std::chrono_literals;

PeerInfo peer_at(const Endpoint& endpoint, Dialect dialect = Dialect::b) {
    PeerInfo peer;
    peer.endpoint = endpoint;
    peer.status = PeerStatus{};
    peer.status->dialect = dialect;
    return peer;
}

std::vector<PeerInfo> local_peers(std::uint16_t first, std::uint16_t count) {
    std::vector<PeerInfo> peers;
    for (std::uint16_t port = first; port < first + count; ++port) peers.push_back(peer_at({"localhost", port}));
    return peers;
}

std::vector<std::uint16_t> ports_of(const std::vector<PeerInfo>& peers) {
    std::vector<std::uint16_t> ports;
    for (const PeerInfo& peer : peers) ports.push_back(peer.endpoint.port);
    return ports;
}

std::string body_for(const Endpoint& peer, const std::vector<PeerInfo>& active) {
    return shared_peers(peer, active, "http://localhost:5005", util::WallTime(1500ms)).value_or("nothing");
}

std::size_t count_urls(const std::string& body) {
    std::size_t count = 0;
    for (std::size_t at = body.find("\"url\""); at != std::string::npos; at = body.find("\"url\"", at + 1)) ++count;
    return count;
}

TEST(PeerSharing, TellsThreeAMinuteAndAllInTheEnd) {
    test::ManualClock clock{1h};
    PeerSharing sharing(clock);
    const auto peers = local_peers(5000, 5);
    EXPECT_EQ(ports_of(sharing.whose_turn_it_is(peers)), (std::vector<std::uint16_t>{5000, 5001, 5002}));
    clock.advance(60s - 1ms);
    EXPECT_TRUE(sharing.whose_turn_it_is(peers).empty());
    clock.advance(1ms);
    EXPECT_EQ(ports_of(sharing.whose_turn_it_is(peers)), (std::vector<std::uint16_t>{5003, 5004, 5000}));
}

TEST(PeerSharing, TellsNodesOfEraBOnlyAndEachOnce) {
    test::ManualClock clock{1h};
    PeerSharing sharing(clock);
    EXPECT_TRUE(sharing.whose_turn_it_is({peer_at({"localhost", 5000}, Dialect::ours)}).empty());
    const std::vector<PeerInfo> peers{peer_at({"localhost", 5000}, Dialect::seed), peer_at({"localhost", 5001})};
    EXPECT_EQ(ports_of(sharing.whose_turn_it_is(peers)), std::vector<std::uint16_t>{5001});
}

TEST(PeerSharing, KeepsATurnForWhoComesWithinThePeriod) {
    test::ManualClock clock{1h};
    PeerSharing sharing(clock);
    EXPECT_TRUE(sharing.whose_turn_it_is(local_peers(5000, 1)).empty()) << "there is nobody to be told of";
    EXPECT_EQ(ports_of(sharing.whose_turn_it_is(local_peers(5000, 2))), (std::vector<std::uint16_t>{5000, 5001}));
    clock.advance(1s);
    EXPECT_EQ(ports_of(sharing.whose_turn_it_is(local_peers(5000, 4))), std::vector<std::uint16_t>{5002});
    EXPECT_TRUE(sharing.whose_turn_it_is(local_peers(5000, 4)).empty()) << "three in a period";
    clock.advance(59s);
    EXPECT_EQ(ports_of(sharing.whose_turn_it_is(local_peers(5000, 4))), (std::vector<std::uint16_t>{5003, 5000}));
    clock.advance(1s);
    EXPECT_EQ(ports_of(sharing.whose_turn_it_is(local_peers(5000, 4))), std::vector<std::uint16_t>{5001});
}

TEST(PeerSharing, NamesUrlsAndNothingElse) {
    EXPECT_EQ(body_for({"localhost", 5000}, local_peers(5000, 3)),
              R"({"node_id": "http://localhost:5005", "peers": [{"url": "http://localhost:5001"}, )"
              R"({"url": "http://localhost:5002"}], "timestamp": 1.5})");
}

TEST(PeerSharing, NamesFiftyAtMost) {
    EXPECT_EQ(count_urls(body_for({"localhost", 4999}, local_peers(5000, 50))), 50U);
    EXPECT_EQ(count_urls(body_for({"localhost", 4999}, local_peers(5000, 51))), 50U);
}

TEST(PeerSharing, NamesNoLocalhostToAnotherMachine) {
    const std::vector<PeerInfo> active{peer_at({"localhost", 5000}), peer_at({"10.0.0.8", 5000})};
    EXPECT_NE(body_for({"10.0.0.7", 5000}, active).find(R"([{"url": "http://10.0.0.8:5000"}])"), std::string::npos);
    EXPECT_EQ(count_urls(body_for({"localhost", 5001}, active)), 2U);
}

TEST(PeerSharing, SaysNothingWhereThereIsNobodyElse) {
    EXPECT_EQ(body_for({"localhost", 5000}, local_peers(5000, 1)), "nothing");
}

}  // namespace
}  // namespace chaincore::net
