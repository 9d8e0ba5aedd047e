// SPDX-License-Identifier: MIT
#include "api/json_object.hpp"
#include "api/routes/answers.hpp"
#include "api/routes/routes.hpp"

#include <variant>

namespace chaincore::api {
namespace {

bool is_warning(const SyncReport& report) { return report.active_peers == 0 || report.is_behind; }

std::string message_of(const SyncReport& report) {
    if (report.active_peers == 0) return "there is no active peer to sync with";
    if (report.is_behind) return "a peer claims a longer chain than this node could get";
    return "no active peer claims a longer chain";
}

struct SyncAnswerWriter {
    Answer operator()(const SyncReport& report) const {
        const std::uint64_t synced = report.new_length > report.old_length ? report.new_length - report.old_length : 0;
        return {200, JsonObject()
                         .text("status", is_warning(report) ? "warning" : "success")
                         .integer("old_blockchain_length", report.old_length)
                         .integer("new_blockchain_length", report.new_length)
                         .integer("blocks_synced", synced)
                         .integer("active_peers", report.active_peers)
                         .text("message", message_of(report))
                         .str()};
    }
    Answer operator()(const TooSoon& reason) const { return too_soon(reason); }
    Answer operator()(const Unavailable& reason) const { return unavailable(reason.message); }
};

}  // namespace

// The reference's /force_sync takes max_blocks; ours takes what there is.
void add_sync_routes(RouteTable& routes, NodeService& service) {
    for (const char* path : {"/sync_now", "/force_sync"})
        routes.add({.method = Method::post,
                    .path = path,
                    .lane = Lane::peers,
                    .reads_body = false,
                    .permission = Permission::miner,
                    .handle = [&service](const Call&) { return std::visit(SyncAnswerWriter(), service.sync_now()); }});
}

}  // namespace chaincore::api
