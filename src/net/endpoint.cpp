// SPDX-License-Identifier: MIT
#include "chaincore/net/endpoint.hpp"

#include "chaincore/chain/in_quotes.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <netinet/in.h>

namespace chaincore::net {
namespace {

struct Scheme {
    std::string_view text;
    std::string_view port;  // of the example
};
constexpr Scheme kHttp{"http://", "5000"};
constexpr Scheme kStratum{kStratumScheme, "3333"};

constexpr std::size_t kLongestHost = 253;  // RFC 1035, as text

bool is_printable_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

bool consists_of(std::string_view text, std::string_view characters) {
    return !text.empty() && text.find_first_not_of(characters) == std::string_view::npos;
}

std::string lower_case(std::string_view text) {
    std::string lower(text);
    for (char& c : lower)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return lower;
}

bool begins_with(std::string_view url, const Scheme& scheme) {
    return lower_case(url.substr(0, scheme.text.size())) == scheme.text;
}

bool is_ipv6(const std::string& host) {
    in6_addr address{};
    return ::inet_pton(AF_INET6, host.c_str(), &address) == 1;
}

bool is_host(const std::string& lower, bool in_brackets) {
    if (lower.size() > kLongestHost) return false;
    if (in_brackets) return is_ipv6(lower);
    const bool has_empty_label = lower.starts_with('.') || lower.find("..") != std::string::npos;
    return !has_empty_label && consists_of(lower, "abcdefghijklmnopqrstuvwxyz0123456789-._");
}

std::uint16_t parse_port(std::string_view text) {
    std::uint16_t port = 0;
    if (!consists_of(text, "0123456789") || text.size() > 5) return 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), port);
    return parsed.ec == std::errc() ? port : std::uint16_t{0};
}

Result<Endpoint, Error> parse(std::string_view url, const Scheme& scheme) {
    const auto refuse = [&](const std::string& why) {
        return fail(Error{fmt::format("{} is no URL of a node: {}; expected {}host:port, as in {}localhost:{}",
                                      chain::in_quotes(url), why, scheme.text, scheme.text, scheme.port)});
    };
    if (!is_printable_ascii(url))
        return fail(Error{
            fmt::format("a node's URL has blanks or characters outside ASCII; expected {}host:port", scheme.text)});
    std::string_view rest = url;
    if (!begins_with(rest, scheme)) return refuse(fmt::format("it does not begin with {}", scheme.text));
    rest.remove_prefix(scheme.text.size());
    if (rest.ends_with('/')) rest.remove_suffix(1);
    if (rest.find('@') != std::string_view::npos) return refuse("a user is not allowed in it");
    if (rest.find_first_of("/?#") != std::string_view::npos)
        return refuse("no path, query or fragment may follow the port");

    const bool in_brackets = rest.starts_with('[');
    const std::size_t host_end = in_brackets ? rest.find(']') : rest.rfind(':');
    if (host_end == std::string_view::npos) return refuse(in_brackets ? "a ] is missing" : "the port is missing");
    Endpoint endpoint{lower_case(rest.substr(in_brackets ? 1 : 0, host_end - (in_brackets ? 1 : 0))), 0};
    if (!is_host(endpoint.host, in_brackets)) return refuse("the host is neither a name nor an address");
    rest.remove_prefix(host_end + (in_brackets ? 1 : 0));
    if (!rest.starts_with(':')) return refuse("the port is missing");
    endpoint.port = parse_port(rest.substr(1));
    if (endpoint.port == 0) return refuse("the port is no number from 1 to 65535");
    return endpoint;
}

}  // namespace

std::string Endpoint::authority() const {
    const bool is_ipv6 = host.find(':') != std::string::npos;
    return (is_ipv6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

std::string Endpoint::url() const { return std::string(kHttp.text) + authority(); }
std::string stratum_url(const Endpoint& endpoint) { return std::string(kStratum.text) + endpoint.authority(); }

bool is_stratum_url(std::string_view url) { return begins_with(url, kStratum); }

Result<Endpoint, Error> parse_endpoint(std::string_view url) { return parse(url, kHttp); }
Result<Endpoint, Error> parse_stratum_endpoint(std::string_view url) { return parse(url, kStratum); }

}  // namespace chaincore::net
