// SPDX-License-Identifier: MIT
#include "api/json_object.hpp"
#include "api/routes/answers.hpp"
#include "api/routes/routes.hpp"
#include "chaincore/util/counted.hpp"

#include <variant>

namespace chaincore::api {
namespace {

std::string message_of(const PoolReport& report) {
    return util::counted(report.peers_asked, "peer") + " asked, " +
           util::counted(report.transactions_received, "transaction") + " received, " +
           std::to_string(report.transactions_added) + " of them new";
}

struct PoolAnswerWriter {
    Answer operator()(const PoolReport& report) const {
        return {200, JsonObject()
                         .text("status", "sync_triggered")
                         .text("message", message_of(report))
                         .integer("peers_asked", report.peers_asked)
                         .integer("transactions_received", report.transactions_received)
                         .integer("transactions_added", report.transactions_added)
                         .str()};
    }
    Answer operator()(const TooSoon& reason) const { return too_soon(reason); }
    Answer operator()(const Unavailable& reason) const { return unavailable(reason.message); }
};

}  // namespace

// Era B's word for its answer; ours comes when it is done.
void add_sync_pool_routes(RouteTable& routes, NodeService& service) {
    routes.add({.method = Method::post,
                .path = "/sync_mempool",
                .lane = Lane::peers,
                .reads_body = false,
                .permission = Permission::token_alone,
                .handle = [&service](const Call&) { return std::visit(PoolAnswerWriter(), service.sync_pool()); }});
}

}  // namespace chaincore::api
