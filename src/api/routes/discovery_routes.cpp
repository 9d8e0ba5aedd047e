// SPDX-License-Identifier: MIT
#include "api/json_object.hpp"
#include "api/routes/answers.hpp"
#include "api/routes/routes.hpp"
#include "api/routes/text_member.hpp"

#include <variant>

namespace chaincore::api {
namespace {

Answer rejected(const char* reason, const std::string& message) {
    return {400, JsonObject().text("status", "rejected").text("reason", reason).text("error", message).str()};
}

// Era A knows one word for both; era B says "exists", though also of peers that do not answer.
struct AddPeerAnswerWriter {
    const char* status_of_known;

    Answer operator()(const PeerAdded& added) const {
        JsonObject body;
        body.text("status", added.is_new ? "success" : status_of_known)
            .text("message", added.is_new ? "the peer is active" : "the peer was active already")
            .text("peer_url", added.url);
        if (!added.is_new) body.truth("exists", true);
        return {200, body.str()};
    }
    Answer operator()(const PeerRefused& reason) const { return rejected("invalid_peer", reason.message); }
    Answer operator()(const PeerUnreachable& reason) const { return rejected("unreachable_peer", reason.message); }
    Answer operator()(const TooSoon& reason) const { return too_soon(reason); }
};

Answer answer_add_peer(const Call& call, NodeService& service, const char* status_of_known) {
    const auto url = text_member(call.body, "peer_url");
    if (!url) return refused_by_rule(url.error());
    return std::visit(AddPeerAnswerWriter{status_of_known}, service.add_peer(*url, call.is_loopback));
}

struct DiscoveryAnswerWriter {
    Answer operator()(const DiscoveryReport& report) const {
        const std::uint64_t added =
            report.peers_after > report.peers_before ? report.peers_after - report.peers_before : 0;
        return {200, JsonObject()
                         .text("status", "success")
                         .text("message", "discovery found " + std::to_string(report.peers_after) + " active peers")
                         .integer("peers_before", report.peers_before)
                         .integer("peers_after", report.peers_after)
                         .integer("peers_added", added)
                         .integer("active_peers", report.peers_after)
                         .str()};
    }
    Answer operator()(const TooSoon& reason) const { return too_soon(reason); }
};

void add_add_peer(RouteTable& routes, NodeService& service, const char* path, const char* status_of_known) {
    routes.add({.method = Method::post,
                .path = path,
                .lane = Lane::peers,
                .max_body = kMaxShortBody,
                .handle = [&service, status_of_known](const Call& call) {
                    return answer_add_peer(call, service, status_of_known);
                }});
}

void add_discovery(RouteTable& routes, NodeService& service, const char* path) {
    routes.add(
        {.method = Method::post,
         .path = path,
         .lane = Lane::peers,
         .reads_body = false,
         .permission = Permission::miner,
         .handle = [&service](const Call&) { return std::visit(DiscoveryAnswerWriter(), service.discover_peers()); }});
}

}  // namespace

void add_discovery_routes(RouteTable& routes, NodeService& service) {
    add_add_peer(routes, service, "/add_peer", "success");
    add_add_peer(routes, service, "/addpeer", "exists");
    add_discovery(routes, service, "/discover_peers");
    add_discovery(routes, service, "/sync_peers");
}

}  // namespace chaincore::api
