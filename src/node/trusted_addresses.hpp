// SPDX-License-Identifier: MIT
// The addresses of the peers that the operator names, for which the API's limits of one address do not hold.
#pragma once

#include "chaincore/net/endpoint.hpp"
#include "chaincore/net/resolver.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace chaincore::node {

// As they are found within so much time; a host that is not has none.
std::vector<std::string> addresses_of(const std::vector<net::Endpoint>& peers, net::Resolver& resolver,
                                      std::chrono::milliseconds time);

}  // namespace chaincore::node
