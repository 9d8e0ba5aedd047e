// SPDX-License-Identifier: MIT
#include "api/json_object.hpp"
#include "api/routes/answers.hpp"
#include "api/routes/routes.hpp"
#include "api/routes/text_member.hpp"

#include <variant>

namespace chaincore::api {
namespace {

struct BackupAnswerWriter {
    Answer operator()(const BackedUp& backup) const {
        return {200, JsonObject()
                         .text("status", "success")
                         .text("directory", backup.directory)
                         .integer("chain_length", backup.length)
                         .text("tip_hash", backup.tip_hash)
                         .str()};
    }
    Answer operator()(const BackupRefused& reason) const {
        return {400, JsonObject()
                         .text("status", "rejected")
                         .text("reason", "invalid_directory")
                         .text("error", reason.message)
                         .str()};
    }
    Answer operator()(const Unavailable& reason) const { return unavailable(reason.message); }
};

Answer answer_backup(const Call& call, NodeService& service) {
    // The path is one of this machine's, and so is whoever names it.
    if (!call.is_loopback) return refused("a backup is made for callers on this machine only", 403);
    const auto directory = text_member(call.body, "directory");
    if (!directory) return refused_by_rule(directory.error());
    return std::visit(BackupAnswerWriter(), service.back_up(*directory));
}

}  // namespace

void add_backup_routes(RouteTable& routes, NodeService& service) {
    routes.add({.method = Method::post,
                .path = "/backup",
                .lane = Lane::blocks,
                .max_body = kMaxShortBody,
                .permission = Permission::token_alone,
                .handle = [&service](const Call& call) { return answer_backup(call, service); }});
}

}  // namespace chaincore::api
