// SPDX-License-Identifier: MIT
// What is made of the URLs that peers name: whether we are among them, whom of them we may call, and who gets a turn.
// Any thread.
#pragma once

#include "chaincore/net/endpoint.hpp"
#include "chaincore/net/peer_address.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace chaincore::net {

// Whether the URLs name this endpoint, under whatever name of its host.
bool is_named(const Endpoint& endpoint, const std::vector<std::string>& urls);

// Those that may be called since somebody there has named them, each once; another machine's localhost is not ours.
std::vector<Endpoint> callable_names(const std::vector<std::string>& urls, Namer namer);

// So many of them, as if they stood in a ring: whoever begins where he ended before comes to all of them.
std::vector<Endpoint> names_from(std::uint64_t begin, std::size_t most, const std::vector<Endpoint>& names);

}  // namespace chaincore::net
