// SPDX-License-Identifier: MIT
#include "chaincore/net/peer_sharing.hpp"

#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/chain/json_value.hpp"
#include "chaincore/net/peer_address.hpp"

#include <algorithm>

namespace chaincore::net {
namespace {

using chain::JsonArray;
using chain::JsonObject;
using chain::JsonValue;

// Another machine's localhost is itself.
bool can_call(const Endpoint& caller, const Endpoint& other) {
    return !(caller == other) && (is_on_this_machine(caller) || !is_on_this_machine(other));
}

}  // namespace

std::vector<PeerInfo> PeerSharing::whose_turn_it_is(const std::vector<PeerInfo>& active) {
    const auto now = clock_.steady_now();
    if (last_ && now - *last_ < kPeriod) return {};
    std::vector<PeerInfo> ring;
    for (const PeerInfo& peer : active)
        if (peer.status && peer.status->dialect == Dialect::b) ring.push_back(peer);
    if (ring.empty()) return {};
    last_ = now;
    const auto by_url = [](const PeerInfo& one, const PeerInfo& other) {
        return one.endpoint.url() < other.endpoint.url();
    };
    std::sort(ring.begin(), ring.end(), by_url);
    std::vector<PeerInfo> told;
    for (std::size_t i = 0; i < std::min(kMostTold, ring.size()); ++i) told.push_back(ring[told_++ % ring.size()]);
    return told;
}

// Objects, not texts: whatever else stands in them than era B's own names makes it skip the peer.
std::optional<std::string> shared_peers(const Endpoint& peer, const std::vector<PeerInfo>& active,
                                        std::string_view own_name, util::WallTime now) {
    JsonArray urls;
    for (const PeerInfo& other : active)
        if (urls.size() < PeerSharing::kMostShared && can_call(peer, other.endpoint))
            urls.push_back({JsonObject{{"url", {other.endpoint.url()}}}});
    if (urls.empty()) return std::nullopt;
    const double seconds = std::chrono::duration<double>(now.time_since_epoch()).count();
    return chain::canonical_json({JsonObject{
        {"node_id", {std::string(own_name)}}, {"peers", {std::move(urls)}}, {"timestamp", {chain::Number(seconds)}}}});
}

}  // namespace chaincore::net
