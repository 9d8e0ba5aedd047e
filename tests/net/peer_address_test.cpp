// SPDX-License-Identifier: MIT
// Row 3 of docs/mission.md: one name for each peer, ourselves included, and who may name whom.
#include "chaincore/net/peer_address.hpp"

#include <gtest/gtest.h>

namespace chaincore::net {
namespace {

std::string host_of(std::string_view host) { return canonical({std::string(host), 5000}).host; }

std::string judged(std::string_view url, Namer namer) {
    const auto endpoint = judge_peer_url(url, namer);
    return endpoint ? endpoint->url() : "refused: " + endpoint.error().message;
}

bool is_called(std::string_view url, Namer namer) { return judge_peer_url(url, namer).has_value(); }

TEST(PeerAddress, HasOneNameForThisMachine) {
    for (const char* host : {"localhost",
                             "localhost.",
                             "node.localhost",
                             "a.b.localhost.",
                             "127.0.0.1",
                             "127.0.0.1.",
                             "127.0.0.1...",
                             "127.255.3.4",
                             "127.1",
                             "127.0.1",
                             "0x7f.1",
                             "0x7f000001",
                             "2130706433",
                             "017700000001",
                             "0177.0.0.01",
                             "0.0.0.0",
                             "0",
                             "::",
                             "::1",
                             "0:0:0:0:0:0:0:1",
                             "::ffff:127.0.0.1",
                             "::ffff:7f00:1",
                             "::ffff:0.0.0.0"})
        EXPECT_EQ(host_of(host), "localhost") << host;
}

TEST(PeerAddress, HasOneFormForEveryAddress) {
    EXPECT_EQ(host_of("10.1"), "10.0.0.1");
    EXPECT_EQ(host_of("0xC0.0xa8.1.2"), "192.168.1.2");
    EXPECT_EQ(host_of("012.0.0.010"), "10.0.0.8");
    EXPECT_EQ(host_of("fd00:0:0:0:0:0:0:1"), "fd00::1");
    EXPECT_EQ(host_of("::ffff:10.0.0.1"), "10.0.0.1");
    EXPECT_EQ(host_of("::ffff:a00:1"), "10.0.0.1");
}

TEST(PeerAddress, LeavesNamesAlone) {
    for (const char* host : {"node1", "mylocalhost", "localhost.example", "127.0.0.1.example", "256.0.0.1",
                             "99999999999", "1.2.3.4.5", ":::", "."})
        EXPECT_EQ(host_of(host), host);
    EXPECT_EQ(host_of("example.org."), "example.org");
}

// Else what looks like an address to the judge is a name to whoever dials.
TEST(PeerAddress, IsItsOwnCanonicalForm) {
    for (const char* host : {"10.0.0.1..", "localhost..", "node...", "..", "::ffff:10.0.0.1"})
        EXPECT_EQ(host_of(host_of(host)), host_of(host)) << host;
}

TEST(PeerAddress, KeepsThePort) { EXPECT_EQ(canonical({"127.1", 5007}), (Endpoint{"localhost", 5007})); }

TEST(HostKind, KnowsThisMachineAndPrivateNetworks) {
    for (const char* host : {"localhost", "127.9", "::1", "0.0.0.0"}) EXPECT_EQ(host_kind(host), HostKind::loopback);
    for (const char* host : {"10.0.0.0", "10.255.255.255", "172.16.0.0", "172.31.255.255", "192.168.0.1", "169.254.1.1",
                             "fc00::1", "fdff::1", "fe80::1", "febf::1", "::ffff:10.0.0.1"})
        EXPECT_EQ(host_kind(host), HostKind::private_network) << host;
}

TEST(HostKind, TakesEverythingElseForAStranger) {
    for (const char* host : {"9.255.255.255", "11.0.0.0", "172.15.255.255", "172.32.0.0", "192.167.255.255",
                             "192.169.0.0", "169.253.255.255", "100.64.0.1", "8.8.8.8", "fbff::1", "fe00::1", "fec0::1",
                             "2001:db8::1", "64:ff9b::7f00:1", "::127.0.0.1", "node1", "10.0.0.1.example", "0.0.0.1"})
        EXPECT_EQ(host_kind(host), HostKind::other) << host;
}

TEST(PeerUrl, MayBeAnythingIfWeNamedIt) {
    EXPECT_EQ(judged("http://example.org:80", Namer::us), "http://example.org:80");
    EXPECT_EQ(judged("http://127.0.0.1:5000/", Namer::us), "http://localhost:5000");
    EXPECT_EQ(judged("http://[::ffff:8.8.8.8]:1", Namer::us), "http://8.8.8.8:1");
}

TEST(PeerUrl, IsOfThisMachineOrAPrivateNetworkIfALocalPeerNamedIt) {
    EXPECT_EQ(judged("http://127.1:5000", Namer::local_peer), "http://localhost:5000");
    EXPECT_EQ(judged("http://192.168.1.2:5000", Namer::local_peer), "http://192.168.1.2:5000");
    for (const char* url : {"http://8.8.8.8:5000", "http://example.org:5000", "http://[2001:db8::1]:5000"})
        EXPECT_NE(judged(url, Namer::local_peer).find("the operator can name it"), std::string::npos) << url;
}

TEST(PeerUrl, IsOfAPrivateNetworkIfARemotePeerNamedIt) {
    EXPECT_EQ(judged("http://[fd00:0::1]:5000", Namer::remote_peer), "http://[fd00::1]:5000");
    EXPECT_FALSE(is_called("http://8.8.8.8:5000", Namer::remote_peer));
    for (const char* url : {"http://localhost:5000", "http://0x7f.1:5000", "http://[::ffff:127.0.0.1]:5000",
                            "http://x.localhost:5000", "http://0.0.0.0:5000"})
        EXPECT_NE(judged(url, Namer::remote_peer).find("localhost is not ours"), std::string::npos) << url;
}

TEST(PeerUrl, HasNoPrivilegedPortIfAStrangerNamedIt) {
    EXPECT_EQ(judged("http://localhost:1023", Namer::local_peer),
              "refused: \"http://localhost:1023\" is not called: its port is 1023; a peer's begins at 1024");
    EXPECT_FALSE(is_called("http://169.254.169.254:80", Namer::remote_peer));
    EXPECT_TRUE(is_called("http://localhost:1024", Namer::local_peer));
}

TEST(PeerUrl, HasNoEmptyLabel) {
    for (const Namer namer : {Namer::us, Namer::local_peer, Namer::remote_peer})
        EXPECT_FALSE(is_called("http://10.0.0.1..:5001", namer));
    EXPECT_EQ(judged("http://10.0.0.1.:5001", Namer::remote_peer), "http://10.0.0.1:5001");
}

TEST(PeerUrl, IsAUrlOfANode) {
    for (const Namer namer : {Namer::us, Namer::local_peer, Namer::remote_peer}) {
        EXPECT_NE(judged("https://10.0.0.1:5000", namer).find("no URL of a node"), std::string::npos);
        EXPECT_FALSE(is_called("http://10.0.0.1:5000/x", namer));
    }
}

}  // namespace
}  // namespace chaincore::net
