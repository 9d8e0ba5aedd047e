// SPDX-License-Identifier: MIT
#include "node/control.hpp"

#include "chaincore/util/counted.hpp"

#include <utility>

namespace chaincore::node {
namespace {

using api::ControlAnswer;
using api::Controlled;
using api::ControlRefused;

ControlRefused no_such_peer(const std::string& message) { return {"invalid_peer", message}; }

}  // namespace

ControlAnswer Control::tell(bool has_changed, const std::string& what, const std::string& caller) {
    if (has_changed) log_.info(what + " by the operator, from " + caller);
    return Controlled{has_changed};
}

ControlAnswer Control::tell(const ControlAnswer& answer, const std::string& what, const std::string& caller) {
    const auto* done = std::get_if<Controlled>(&answer);
    return done == nullptr ? answer : tell(done->has_changed, what, caller);
}

ControlAnswer Control::pause_mining(const std::string& caller) {
    return tell(mining_.pause(), "mining is paused", caller);
}

ControlAnswer Control::resume_mining(const std::string& caller) {
    return tell(mining_.resume(), "mining is resumed", caller);
}

ControlAnswer Control::set_threads(std::uint32_t threads, const std::string& caller) {
    return tell(devices_.set_threads(threads), "the CPU is made to search with " + util::counted(threads, "thread"),
                caller);
}

ControlAnswer Control::set_backend(const std::string& backend, const std::string& caller) {
    const auto choice = find_backend_choice(backend);
    if (!choice) return ControlRefused{"no_device", "there is no such backend"};
    return tell(devices_.set_backend(*choice), "the backend is made " + backend, caller);
}

ControlAnswer Control::add_peer(const std::string& url, const std::string& caller) {
    const auto added = peering_.configure_peer(url);
    if (!added) return no_such_peer(added.error().message);
    return tell(*added, "the peer " + url + " is added", caller);
}

ControlAnswer Control::remove_peer(const std::string& url, const std::string& caller) {
    const auto removed = peering_.forget_peer(url);
    if (!removed) return no_such_peer(removed.error().message);
    return tell(*removed, "the peer " + url + " is removed", caller);
}

std::vector<api::BannedPeer> Control::bans() const {
    std::vector<api::BannedPeer> bans;
    for (const api::PeerDetails& peer : peering_.report().peers)
        if (peer.banned_until > 0) bans.push_back({peer.url, peer.banned_until});
    return bans;
}

ControlAnswer Control::add_ban(const std::string& url, std::chrono::seconds time, const std::string& caller) {
    const auto banned = peering_.ban_peer(url, time);
    if (!banned) return no_such_peer(banned.error().message);
    return tell(
        true, "the peer " + url + " is banned for " + util::counted(static_cast<std::uint64_t>(time.count()), "second"),
        caller);
}

ControlAnswer Control::remove_ban(const std::string& url, const std::string& caller) {
    const auto lifted = peering_.lift_ban(url);
    if (!lifted) return no_such_peer(lifted.error().message);
    return tell(*lifted, "the ban of the peer " + url + " is lifted", caller);
}

ControlAnswer Control::invalidate_block(const crypto::Hash256& hash, const std::string& caller) {
    if (const auto ruled = chain_.rule_out(hash); !ruled) return ControlRefused{"invalid_block", ruled.error().message};
    return tell(true, "the block " + hash.to_hex() + " is invalidated", caller);
}

ControlAnswer Control::reconsider_block(const crypto::Hash256& hash, const std::string& caller) {
    if (const auto ruled = chain_.readmit(hash); !ruled) return ControlRefused{"invalid_block", ruled.error().message};
    peering_.look_again();
    return tell(true, "the block " + hash.to_hex() + " is reconsidered", caller);
}

ControlAnswer Control::stop(const std::string& caller) {
    const ControlAnswer answer = tell(true, "this node is stopped", caller);
    end_();
    return answer;
}

}  // namespace chaincore::node
