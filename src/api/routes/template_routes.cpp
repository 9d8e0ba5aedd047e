// SPDX-License-Identifier: MIT
#include "api/json_object.hpp"
#include "api/routes/answers.hpp"
#include "api/routes/routes.hpp"
#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/chain/json_reader.hpp"

#include <variant>

namespace chaincore::api {
namespace {

Result<std::string, chain::Rejection> read_miner_address(std::string_view body) {
    if (body.empty()) return chain::reject(chain::Rule::missing_field, "miner_address required");
    const auto document = chain::parse_json(body);
    if (!document) return fail(document.error());
    if (document->get_if<chain::JsonObject>() == nullptr)
        return chain::reject(chain::Rule::wrong_type, "found something else, expected an object");
    const chain::JsonValue* member = document->find("miner_address");
    if (member == nullptr) return chain::reject(chain::Rule::missing_field, "miner_address required");
    const auto* address = member->get_if<std::string>();
    if (address == nullptr) return chain::reject(chain::Rule::wrong_type, "miner_address must be a string");
    return *address;
}

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
    const auto address = read_miner_address(call.body);
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
