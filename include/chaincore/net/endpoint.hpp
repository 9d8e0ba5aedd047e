// SPDX-License-Identifier: MIT
// Where a node listens: host and port, and nothing else that a URL may hold. Any thread.
#pragma once

#include "chaincore/util/result.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace chaincore::net {

struct Endpoint {
    std::string host;  // a name in lower case, an IPv4 address, or an IPv6 address without its brackets
    std::uint16_t port = 0;

    // As a Host header has it: an IPv6 address stands in brackets.
    std::string authority() const;
    std::string url() const;  // "http://localhost:5000"
    bool operator==(const Endpoint&) const = default;
};

// http://host:port and at most a slash behind it: no path, query, fragment or user, no other scheme. The sentence of
// the Error shows the URL and says what was expected.
Result<Endpoint, Error> parse_endpoint(std::string_view url);

}  // namespace chaincore::net
