// SPDX-License-Identifier: MIT
// Who a peer is: its host and port, each host by one name only, and whether we may call it (docs/rules.md, "Who may do
// what"). Any thread.
#pragma once

#include "chaincore/net/endpoint.hpp"
#include "chaincore/util/result.hpp"

#include <cstdint>
#include <string_view>

namespace chaincore::net {

// The machine itself has many names: localhost, 127.0.0.0/8, ::1, their mapped and unusual forms, 0.0.0.0 and ::. All
// of them become "localhost", since peers compare URLs as texts. Other addresses get their shortest form.
Endpoint canonical(Endpoint endpoint);

enum class HostKind : std::uint8_t {
    loopback,         // this machine
    private_network,  // RFC 1918, link-local and unique local addresses
    other,            // public addresses, and names that would have to be looked up
};
HostKind host_kind(std::string_view host);
bool is_on_this_machine(const Endpoint& endpoint);

// Who named a peer to us decides what we may call: nobody makes us call a stranger's machine, and another machine's
// "localhost" is not ours.
enum class Namer : std::uint8_t {
    us,           // the configuration or our own search: any host, any port
    local_peer,   // somebody on this machine: this machine and private networks
    remote_peer,  // private networks only
};

constexpr Namer namer_from(bool is_on_this_machine) {
    return is_on_this_machine ? Namer::local_peer : Namer::remote_peer;
}

// A URL that somebody named, in its canonical form, or a sentence why it is not called. Strangers' ports begin at 1024.
Result<Endpoint, Error> judge_peer_url(std::string_view url, Namer namer);

}  // namespace chaincore::net
