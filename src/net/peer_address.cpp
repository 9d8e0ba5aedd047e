// SPDX-License-Identifier: MIT
#include "chaincore/net/peer_address.hpp"

#include "chaincore/chain/in_quotes.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <netinet/in.h>
#include <optional>

namespace chaincore::net {
namespace {

constexpr std::string_view kLocalhost = "localhost";
constexpr std::uint16_t kFirstUnprivilegedPort = 1024;

bool is_within(std::uint32_t ipv4, std::uint32_t network, int prefix_bits) {
    return (ipv4 ^ network) >> (32 - prefix_bits) == 0;
}

// In the machine's byte order. All that the system's lookup takes for an address: 127.1, 0x7f.0.0.1, 2130706433, too.
std::optional<std::uint32_t> ipv4_of(const std::string& host) {
    in_addr address{};
    if (::inet_aton(host.c_str(), &address) == 0) return std::nullopt;
    return ntohl(address.s_addr);
}

std::optional<in6_addr> ipv6_of(const std::string& host) {
    in6_addr address{};
    if (::inet_pton(AF_INET6, host.c_str(), &address) != 1) return std::nullopt;
    return address;
}

std::uint32_t last_four_bytes_of(const in6_addr& address) {
    std::uint32_t ipv4 = 0;
    for (std::size_t i = 12; i < 16; ++i) ipv4 = ipv4 << 8 | address.s6_addr[i];
    return ipv4;
}

// 0.0.0.0 dials this machine.
std::string name_of(std::uint32_t ipv4) {
    if (ipv4 == 0 || is_within(ipv4, 0x7f000000, 8)) return std::string(kLocalhost);
    std::array<char, INET_ADDRSTRLEN> text{};
    const in_addr address{htonl(ipv4)};
    return ::inet_ntop(AF_INET, &address, text.data(), text.size());
}

std::string name_of(const in6_addr& address) {
    if (IN6_IS_ADDR_LOOPBACK(&address) || IN6_IS_ADDR_UNSPECIFIED(&address)) return std::string(kLocalhost);
    if (IN6_IS_ADDR_V4MAPPED(&address)) return name_of(last_four_bytes_of(address));
    std::array<char, INET6_ADDRSTRLEN> text{};
    return ::inet_ntop(AF_INET6, &address, text.data(), text.size());
}

std::string canonical_host(std::string host) {
    while (host.size() > 1 && host.ends_with('.')) host.pop_back();  // a name that is complete is the same name
    if (host == kLocalhost || host.ends_with(".localhost")) return std::string(kLocalhost);  // RFC 6761, 6.3
    if (const auto ipv4 = ipv4_of(host)) return name_of(*ipv4);
    if (const auto ipv6 = ipv6_of(host)) return name_of(*ipv6);
    return host;
}

// Carriers' shared addresses (100.64.0.0/10) are not among them: behind those are strangers.
bool is_private(std::uint32_t ipv4) {
    return is_within(ipv4, 0x0a000000, 8) || is_within(ipv4, 0xac100000, 12) || is_within(ipv4, 0xc0a80000, 16) ||
           is_within(ipv4, 0xa9fe0000, 16);
}

bool is_private(const in6_addr& address) {
    const bool is_unique_local = (address.s6_addr[0] & 0xfe) == 0xfc;
    return is_unique_local || IN6_IS_ADDR_LINKLOCAL(&address);
}

auto refuse(std::string_view url, const std::string& why) {
    return fail(Error{chain::in_quotes(url) + " is not called: " + why});
}

}  // namespace

Endpoint canonical(Endpoint endpoint) {
    endpoint.host = canonical_host(std::move(endpoint.host));
    return endpoint;
}

HostKind host_kind(std::string_view host) {
    const std::string name = canonical_host(std::string(host));
    if (name == kLocalhost) return HostKind::loopback;
    const auto ipv4 = ipv4_of(name);
    const auto ipv6 = ipv6_of(name);
    const bool is_in_private_network = (ipv4 && is_private(*ipv4)) || (ipv6 && is_private(*ipv6));
    return is_in_private_network ? HostKind::private_network : HostKind::other;
}

bool is_on_this_machine(const Endpoint& endpoint) { return host_kind(endpoint.host) == HostKind::loopback; }

Result<Endpoint, Error> judge_peer_url(std::string_view url, Namer namer) {
    auto parsed = parse_endpoint(url);
    if (!parsed) return fail(parsed.error());
    Endpoint endpoint = canonical(std::move(*parsed));
    if (namer == Namer::us) return endpoint;
    if (endpoint.port < kFirstUnprivilegedPort)
        return refuse(url, "its port is " + std::to_string(endpoint.port) + "; a peer's begins at 1024");
    const HostKind kind = host_kind(endpoint.host);
    if (kind == HostKind::other)
        return refuse(url, "its host is no address of this machine or of a private network; the operator can name it");
    if (kind == HostKind::loopback && namer == Namer::remote_peer)
        return refuse(url, "another machine's localhost is not ours");
    return endpoint;
}

}  // namespace chaincore::net
