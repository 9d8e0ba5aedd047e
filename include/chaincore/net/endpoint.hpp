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

// The same for where a node listens to workers (docs/stratum.md): stratum+tcp://host:port.
inline constexpr std::string_view kStratumScheme = "stratum+tcp://";
Result<Endpoint, Error> parse_stratum_endpoint(std::string_view url);
std::string stratum_url(const Endpoint& endpoint);  // "stratum+tcp://localhost:3333"
bool is_stratum_url(std::string_view url);          // by its beginning

}  // namespace chaincore::net
