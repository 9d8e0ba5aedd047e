// SPDX-License-Identifier: MIT
#include "api/json_object.hpp"
#include "api/routes/answers.hpp"
#include "api/routes/routes.hpp"
#include "chaincore/chain/json_reader.hpp"

namespace chaincore::api {
namespace {

// Era B's operators say something to all nodes that way. Nobody has given it a meaning, so that it is heard, and that
// is all.
Answer answer_receive_broadcast(const Call& call, const NodeService& service) {
    if (const auto verdict = chain::check_json_syntax(call.body); !verdict) return refused_by_rule(verdict.error());
    const StatusReport status = service.status();
    return {
        200,
        JsonObject().text("status", "received").text("node_id", status.node_id).real("timestamp", status.now).str()};
}

}  // namespace

void add_broadcast_routes(RouteTable& routes, const NodeService& service) {
    routes.add({.method = Method::post,
                .path = "/receive_broadcast",
                .max_body = kMaxListBody,
                .handle = [&service](const Call& call) { return answer_receive_broadcast(call, service); }});
}

}  // namespace chaincore::api
