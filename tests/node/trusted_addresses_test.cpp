// SPDX-License-Identifier: MIT
#include "node/trusted_addresses.hpp"

#include <gtest/gtest.h>

namespace chaincore::node {
namespace {

TEST(TrustedAddresses, AreThoseOfAllThatAreFound) {
    net::Resolver resolver([](const std::string& host) -> net::Resolver::Addresses {
        if (host == "gone") return fail(Error{"no such host"});
        if (host == "two") return std::vector<std::string>{"10.0.0.2", "fd00::2"};
        return std::vector<std::string>{host};
    });
    const std::vector<net::Endpoint> peers{{"10.0.0.1", 5000}, {"gone", 5000}, {"two", 5001}};
    EXPECT_EQ(addresses_of(peers, resolver, std::chrono::seconds(10)),
              (std::vector<std::string>{"10.0.0.1", "10.0.0.2", "fd00::2"}));
}

}  // namespace
}  // namespace chaincore::node
