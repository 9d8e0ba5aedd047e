// SPDX-License-Identifier: MIT
#include "chaincore/net/peer_sharing.hpp"

#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/chain/json_value.hpp"
#include "chaincore/net/peer_address.hpp"

#include <algorithm>
#include <utility>

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

std::optional<PeerSharing::Time> PeerSharing::told_at(const PeerInfo& peer) const {
    const auto at = told_.find(peer.endpoint.url());
    return at == told_.end() ? std::nullopt : std::optional(at->second);
}

std::vector<PeerInfo> PeerSharing::whose_turn_it_is(const std::vector<PeerInfo>& active) {
    if (active.size() < 2) return {};
    const auto now = clock_.steady_now();
    const auto is_recent = [now](std::optional<Time> at) { return at && now - *at < kPeriod; };
    const auto recent = std::ranges::count_if(told_, is_recent, &decltype(told_)::value_type::second);

    std::vector<PeerInfo> due;
    for (const PeerInfo& peer : active)
        if (peer.status && peer.status->dialect == Dialect::b && !is_recent(told_at(peer))) due.push_back(peer);
    std::ranges::sort(due, {}, [this](const PeerInfo& peer) { return std::pair(told_at(peer), peer.endpoint.url()); });
    due.resize(std::min(due.size(), kMostTold - std::min(kMostTold, static_cast<std::size_t>(recent))));

    for (const PeerInfo& peer : due) told_[peer.endpoint.url()] = now;
    const auto is_active = [&active](const std::string& url) {
        return std::ranges::any_of(active, [&url](const PeerInfo& peer) { return peer.endpoint.url() == url; });
    };
    std::erase_if(told_, [&](const auto& told) { return !is_recent(told.second) && !is_active(told.first); });
    return due;
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
