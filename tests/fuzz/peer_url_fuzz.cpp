// SPDX-License-Identifier: MIT
// A URL that somebody names as a peer's: whoever names it, what is accepted is an endpoint with one name, and a
// stranger has us call nobody but this machine and private networks (docs/rules.md, "Who may do what").
#include "chaincore/net/peer_address.hpp"
#include "fuzz/require.hpp"

#include <charconv>
#include <string>
#include <vector>

using namespace chaincore;
using fuzz::require;
using net::Endpoint;
using net::Namer;

namespace {

// The numbers between the points; empty where it is no dotted quad in its shortest form.
std::vector<unsigned> quad_of(std::string_view host) {
    std::vector<unsigned> numbers;
    std::string again;
    const char* at = host.data();
    const char* const end = at + host.size();
    while (at < end) {
        unsigned number = 0;
        const auto [behind, fault] = std::from_chars(at, end, number);
        if (fault != std::errc() || number > 255) return {};
        numbers.push_back(number);
        again += (again.empty() ? "" : ".") + std::to_string(number);
        at = behind + (behind == end ? 0 : 1);
    }
    if (numbers.size() != 4 || again != host) return {};
    return numbers;
}

bool is_private_ipv4(std::string_view host) {
    const auto quad = quad_of(host);
    if (quad.empty()) return false;
    return quad[0] == 10 || (quad[0] == 172 && quad[1] / 16 == 1) || (quad[0] == 192 && quad[1] == 168) ||
           (quad[0] == 169 && quad[1] == 254);
}

// fc00::/7 and fe80::/10: the first group says so.
bool is_private_ipv6(std::string_view host) {
    unsigned group = 0;
    const auto [behind, fault] = std::from_chars(host.data(), host.data() + host.size(), group, 16);
    if (fault != std::errc() || behind == host.data() + host.size() || *behind != ':') return false;
    return (group >= 0xfc00 && group <= 0xfdff) || (group >= 0xfe80 && group <= 0xfebf);
}

// Peers compare URLs as texts.
bool is_another_name_of_this_machine(std::string_view host) {
    const auto quad = quad_of(host);
    return host == "::" || host == "::1" || host == "0.0.0.0" || (!quad.empty() && quad[0] == 127) ||
           host.ends_with(".localhost");
}

void check_form(const Endpoint& endpoint) {
    require(endpoint.port != 0, "a port is not 0");
    require(!endpoint.host.empty() && endpoint.host.size() <= 253, "a host is a name or an address");
    for (const char c : endpoint.host)
        require((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == ':',
                "a host has no character that could mean something else in a URL or a header");
}

// Read from its own URL it is the same, and has the same name.
void check_is_one_name(const Endpoint& endpoint) {
    const auto again = net::parse_endpoint(endpoint.url());
    require(again && *again == endpoint, "an endpoint is what its URL says");
    const auto in_capitals = net::parse_endpoint("HTTP://" + endpoint.authority() + "/");
    require(in_capitals && *in_capitals == endpoint, "a slash and capitals are forgiven");
}

void check_stranger_reaches(const Endpoint& endpoint) {
    require(endpoint.port >= 1024, "a stranger names no privileged port");
    require(endpoint.host == "localhost" || is_private_ipv4(endpoint.host) || is_private_ipv6(endpoint.host),
            "a stranger names this machine or a private network");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view url = fuzz::as_text(data, size);
    const auto parsed = net::parse_endpoint(url);
    const auto ours = net::judge_peer_url(url, Namer::us);
    const auto from_here = net::judge_peer_url(url, Namer::local_peer);
    const auto from_elsewhere = net::judge_peer_url(url, Namer::remote_peer);
    require(parsed.has_value() == ours.has_value(), "the operator names any endpoint");
    require(ours || !from_here, "nobody names what we may not");
    require(from_here || !from_elsewhere, "another machine names no more than this one");
    if (!ours) {
        require(!ours.error().message.empty(), "a refusal says why");
        return 0;
    }

    check_form(*parsed);
    check_form(*ours);
    check_is_one_name(*parsed);
    check_is_one_name(*ours);
    require(net::canonical(*ours) == *ours, "a canonical endpoint is its own canonical form");
    require(net::is_on_this_machine(*ours) == (ours->host == "localhost"), "this machine has one name");
    require(!is_another_name_of_this_machine(ours->host), "this machine has one name");
    require(net::host_kind(parsed->host) == net::host_kind(ours->host), "a host is of one kind by every name");
    if (from_here) check_stranger_reaches(*from_here);
    if (from_elsewhere) require(from_elsewhere->host != "localhost", "another machine's localhost is not ours");
    for (const auto* accepted : {&from_here, &from_elsewhere})
        if (*accepted) require(**accepted == *ours, "who names it decides whether it is called, not what it is called");
    return 0;
}
