// SPDX-License-Identifier: MIT
#include "cli/port_list.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>
#include <string>

namespace chaincore::cli {
namespace {

struct PortRange {
    std::uint16_t first;
    std::uint16_t last;
};

std::optional<std::uint16_t> parse_port(std::string_view text) {
    std::uint16_t port = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (fault != std::errc() || end != text.data() + text.size() || port == 0) return std::nullopt;
    return port;
}

std::optional<PortRange> parse_range(std::string_view text) {
    const std::size_t dash = text.find('-');
    const auto first = parse_port(text.substr(0, dash));
    const auto last = dash == std::string_view::npos ? first : parse_port(text.substr(dash + 1));
    if (!first || !last || *last < *first) return std::nullopt;
    return PortRange{*first, *last};
}

}  // namespace

Result<std::vector<std::uint16_t>, Error> parse_port_list(std::string_view text) {
    std::set<std::uint16_t> ports;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        const auto range = parse_range(text.substr(begin, end - begin));
        if (!range)
            return fail(
                Error{"\"" + std::string(text) +
                      "\" is no list of ports: expected ports from 1 to 65535 and ranges, as in 5000-5011,6000"});
        for (std::uint32_t port = range->first; port <= range->last; ++port)
            ports.insert(static_cast<std::uint16_t>(port));
        begin = end + 1;
    }
    if (ports.size() > kMostPorts)
        return fail(
            Error{"found " + std::to_string(ports.size()) + " ports, expected at most " + std::to_string(kMostPorts)});
    return std::vector<std::uint16_t>(ports.begin(), ports.end());
}

}  // namespace chaincore::cli
