// SPDX-License-Identifier: MIT
#include "api/json_object.hpp"
#include "api/routes/answers.hpp"
#include "api/routes/routes.hpp"
#include "chaincore/chain/json_reader.hpp"

namespace chaincore::api {
namespace {

using chain::JsonArray;
using chain::JsonValue;

constexpr std::size_t kMostPeers = 50;  // of one list, as the reference has it

// Era B's own names only: it skips a peer of which anything else is said.
std::string peer_info(const PeerDetails& peer) {
    return JsonObject()
        .text("url", peer.url)
        .text("node_id", peer.node_id)
        .truth("is_active", peer.is_active)
        .integer("chain_length", peer.length)
        .real("response_time", peer.response_seconds)
        .integer("successes", peer.successes)
        .integer("failures", peer.failures)
        .real("first_seen", peer.first_seen)
        .real("last_seen", peer.last_seen)
        .str();
}

Answer answer_get_peers(const NodeService& service) {
    const StatusReport status = service.status();
    std::vector<std::string> peers;
    // Whoever reads it calls each of them before he goes on: those that do not answer are not for him.
    for (const PeerDetails& peer : service.peers().best)
        if (peers.size() < kMostPeers) peers.push_back(peer_info(peer));
    return {200, JsonObject()
                     .text("status", "success")
                     .text("node_id", status.node_id)
                     .jsons("peers", peers)
                     .integer("count", peers.size())
                     .real("timestamp", status.now)
                     .str()};
}

// Objects with a url, as era B has them, or plain texts.
std::vector<std::string> urls_of(const JsonArray& peers) {
    std::vector<std::string> urls;
    for (const JsonValue& peer : peers) {
        if (urls.size() == kMostPeers) break;
        const JsonValue* url = peer.get_if<chain::JsonObject>() != nullptr ? peer.find("url") : &peer;
        const auto* text = url != nullptr ? url->get_if<std::string>() : nullptr;
        if (text != nullptr) urls.push_back(*text);
    }
    return urls;
}

Answer answer_share_peers(const Call& call, NodeService& service) {
    const auto document = chain::parse_json(call.body);
    if (!document) return refused_by_rule(document.error());
    const JsonValue* member = document->find("peers");
    if (member == nullptr) return refused_by_rule({chain::Rule::missing_field, "peers required"});
    const auto* peers = member->get_if<JsonArray>();
    if (peers == nullptr) return refused_by_rule({chain::Rule::wrong_type, "peers must be a list"});
    return {200, JsonObject()
                     .text("status", "success")
                     .integer("peers_received", peers->size())
                     .integer("new_peers_added", service.note_peers(urls_of(*peers), call.remote_address))
                     .str()};
}

}  // namespace

void add_exchange_routes(RouteTable& routes, NodeService& service) {
    routes.add({.path = "/getpeers", .handle = [&service](const Call&) { return answer_get_peers(service); }});
    routes.add({.method = Method::post,
                .path = "/sharepeers",
                .max_body = kMaxListBody,
                .handle = [&service](const Call& call) { return answer_share_peers(call, service); }});
}

}  // namespace chaincore::api
