// SPDX-License-Identifier: MIT
#include "net/own_names.hpp"

#include "chaincore/net/peer_address.hpp"

namespace chaincore::net {
namespace {

constexpr std::size_t kMostMet = 100;
constexpr std::chrono::minutes kHolds{10};

}  // namespace

void OwnNames::set_port(std::uint16_t port) {
    const std::lock_guard lock(mutex_);
    port_ = port;
}

std::optional<Endpoint> OwnNames::local() const {
    const std::lock_guard lock(mutex_);
    return port_ ? std::optional(Endpoint{"localhost", *port_}) : std::nullopt;
}

std::optional<Endpoint> OwnNames::for_peer(const Endpoint& peer) const {
    return is_on_this_machine(peer) ? local() : public_url_;
}

bool OwnNames::contain(const Endpoint& endpoint) const {
    if (public_url_ && canonical(*public_url_) == endpoint) return true;
    const std::lock_guard lock(mutex_);
    if (port_ == endpoint.port && is_on_this_machine(endpoint)) return true;
    const auto found = met_.find(endpoint.url());
    return found != met_.end() && clock_.steady_now() - found->second < kHolds;
}

// A stranger may put proxies before us on as many ports as he likes.
void OwnNames::note_met(const Endpoint& endpoint) {
    const std::lock_guard lock(mutex_);
    if (met_.size() == kMostMet) met_.clear();
    met_[endpoint.url()] = clock_.steady_now();
}

}  // namespace chaincore::net
