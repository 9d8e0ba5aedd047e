// SPDX-License-Identifier: MIT
#include "net/peer_names.hpp"

#include <gtest/gtest.h>

namespace chaincore::net {
namespace {

const Endpoint kLocal{"localhost", 5001};

std::vector<Endpoint> ports(std::initializer_list<int> ports) {
    std::vector<Endpoint> endpoints;
    for (const int port : ports) endpoints.push_back({"localhost", static_cast<std::uint16_t>(port)});
    return endpoints;
}

TEST(PeerNames, FindUsUnderAnyNameOfOurHost) {
    EXPECT_TRUE(is_named(kLocal, {"http://localhost:5000", "http://127.0.0.1:5001/"}));
    EXPECT_TRUE(is_named({"10.0.0.7", 5001}, {"http://10.0.0.7:5001"}));
    EXPECT_FALSE(is_named(kLocal, {"http://localhost:5000", "http://10.0.0.7:5001", "localhost:5001", ""}));
}

TEST(PeerNames, DropLocalhostWhereAnotherMachineSaysIt) {
    const std::vector<std::string> urls{"http://localhost:5002", "http://127.9.9.9:5003", "http://10.0.0.8:5002",
                                        "http://[::1]:5002"};
    EXPECT_EQ(callable_names(urls, Namer::remote_peer), (std::vector<Endpoint>{{"10.0.0.8", 5002}}));
    EXPECT_EQ(callable_names(urls, Namer::local_peer),
              (std::vector<Endpoint>{{"localhost", 5002}, {"localhost", 5003}, {"10.0.0.8", 5002}}));
}

TEST(PeerNames, DropStrangersAndWhatIsNoUrl) {
    const std::vector<std::string> urls{"http://8.8.8.8:5000", "http://example.org:5000", "http://10.0.0.8:80",
                                        "ftp://10.0.0.8:5000", "http://10.0.0.8:5000/x",  ""};
    EXPECT_TRUE(callable_names(urls, Namer::local_peer).empty());
    EXPECT_TRUE(callable_names(urls, Namer::remote_peer).empty());
}

TEST(PeerNames, AllHaveTheirTurnInTheEnd) {
    const auto names = ports({1, 2, 3, 4, 5});
    EXPECT_EQ(names_from(7, 5, names), names);
    EXPECT_EQ(names_from(0, 2, names), ports({1, 2}));
    EXPECT_EQ(names_from(2, 2, names), ports({3, 4}));
    EXPECT_EQ(names_from(4, 2, names), ports({5, 1}));
}

}  // namespace
}  // namespace chaincore::net
