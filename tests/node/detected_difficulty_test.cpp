// SPDX-License-Identifier: MIT
#include "node/detected_difficulty.hpp"

#include <gtest/gtest.h>

namespace chaincore::node {
namespace {

std::vector<net::PeerInfo> peers_that_say(const std::vector<std::uint64_t>& difficulties) {
    std::vector<net::PeerInfo> peers;
    for (const std::uint64_t difficulty : difficulties) {
        net::PeerInfo peer;
        peer.status = net::PeerStatus{};
        peer.status->target_difficulty = difficulty;
        peers.push_back(peer);
    }
    return peers;
}

TEST(DetectedDifficulty, IsWhatMostPeersSay) {
    EXPECT_EQ(detected_difficulty(peers_that_say({4, 6, 4})), 4U);
    EXPECT_EQ(detected_difficulty(peers_that_say({3, 3, 7, 7, 7})), 7U);
}

TEST(DetectedDifficulty, IsTheOnlyPeersWord) { EXPECT_EQ(detected_difficulty(peers_that_say({2})), 2U); }

TEST(DetectedDifficulty, IsTheHighestOfEquallyMany) {
    EXPECT_EQ(detected_difficulty(peers_that_say({4, 6, 5})), 6U);
    EXPECT_EQ(detected_difficulty(peers_that_say({6, 6, 3, 3, 1})), 6U);
}

TEST(DetectedDifficulty, IsNoMistake) {
    EXPECT_EQ(detected_difficulty(peers_that_say({0, 9, 64})), std::nullopt);
    EXPECT_EQ(detected_difficulty(peers_that_say({9, 9, 1})), 1U);
}

TEST(DetectedDifficulty, IsUnknownWithoutPeers) {
    EXPECT_EQ(detected_difficulty({}), std::nullopt);
    EXPECT_EQ(detected_difficulty({net::PeerInfo{}}), std::nullopt) << "one that has said nothing";
}

}  // namespace
}  // namespace chaincore::node
