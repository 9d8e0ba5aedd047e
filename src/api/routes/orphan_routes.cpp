// SPDX-License-Identifier: MIT
#include "api/json_object.hpp"
#include "api/routes/routes.hpp"
#include "chaincore/chain/canonical_json.hpp"

namespace chaincore::api {
namespace {

Answer answer_orphans(const NodeService& service) {
    std::vector<std::string> texts;
    for (const auto& block : service.orphans()) texts.push_back(chain::canonical_json(*block));
    return {200, JsonObject().jsons("orphaned_blocks", texts).integer("count", texts.size()).str()};
}

}  // namespace

void add_orphan_routes(RouteTable& routes, const NodeService& service) {
    routes.add({.path = "/orphaned_blocks", .lane = Lane::long_reads, .handle = [&service](const Call&) {
                    return answer_orphans(service);
                }});
}

}  // namespace chaincore::api
