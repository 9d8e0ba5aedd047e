// SPDX-License-Identifier: MIT
#include "node/trusted_addresses.hpp"

#include <stop_token>

namespace chaincore::node {

std::vector<std::string> addresses_of(const std::vector<net::Endpoint>& peers, net::Resolver& resolver,
                                      std::chrono::milliseconds time) {
    const auto deadline = std::chrono::steady_clock::now() + time;
    std::vector<std::string> all;
    for (const net::Endpoint& peer : peers) {
        const auto found = resolver.addresses_of(peer.host, deadline, std::stop_token());
        if (found) all.insert(all.end(), found->begin(), found->end());
    }
    return all;
}

}  // namespace chaincore::node
