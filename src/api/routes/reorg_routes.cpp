// SPDX-License-Identifier: MIT
#include "api/json_object.hpp"
#include "api/routes/overview_json.hpp"
#include "api/routes/routes.hpp"

namespace chaincore::api {
namespace {

std::string point_json(const ChainPoint& point) {
    return JsonObject().integer("height", point.height).text("hash", point.hash).str();
}

std::string reorg_json(const ReorgReport& reorg) {
    return JsonObject()
        .real("time", reorg.time)
        .integer("left_blocks", reorg.left_blocks)
        .integer("new_blocks", reorg.new_blocks)
        .json("old_tip", point_json(reorg.old_tip))
        .json("new_tip", point_json(reorg.new_tip))
        .truth("is_new_genesis", reorg.is_new_genesis)
        .str();
}

Answer answer_reorgs(const NodeService& service) {
    std::vector<std::string> reorgs;
    for (const ReorgReport& reorg : service.reorgs()) reorgs.push_back(reorg_json(reorg));
    return {200, JsonObject().integer("count", reorg_count(service.figures().chain)).jsons("reorgs", reorgs).str()};
}

}  // namespace

void add_reorg_routes(RouteTable& routes, const NodeService& service) {
    routes.add({.path = "/api/v1/reorgs", .lane = Lane::long_reads, .handle = [&service](const Call&) {
                    return answer_reorgs(service);
                }});
}

}  // namespace chaincore::api
