// SPDX-License-Identifier: MIT
#include "api/json_object.hpp"
#include "api/routes/answers.hpp"
#include "api/routes/routes.hpp"
#include "api/routes/text_member.hpp"
#include "chaincore/chain/canonical_json.hpp"

#include <variant>

namespace chaincore::api {
namespace {

struct TemplateAnswerWriter {
    Answer operator()(const BlockTemplate& made) const {
        return {200, JsonObject()
                         .text("status", "template_created")
                         .json("block_template", chain::canonical_json(made.block))
                         .integer("target_difficulty", made.target_difficulty)
                         .str()};
    }
    Answer operator()(const chain::Rejection& rejection) const { return refused_by_rule(rejection); }
    Answer operator()(const Unavailable& reason) const { return unavailable(reason.message); }
};

Answer answer_mine_block(const Call& call, NodeService& service) {
    const auto address = text_member(call.body, "miner_address");
    if (!address) return refused_by_rule(address.error());
    return std::visit(TemplateAnswerWriter(), service.make_template(*address));
}

}  // namespace

void add_template_routes(RouteTable& routes, NodeService& service) {
    routes.add({.method = Method::post,
                .path = "/mine_block",
                .lane = Lane::blocks,
                .max_body = kMaxBody,
                .permission = Permission::miner,
                .handle = [&service](const Call& call) { return answer_mine_block(call, service); }});
}

}  // namespace chaincore::api
