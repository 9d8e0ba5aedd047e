// SPDX-License-Identifier: MIT
#include "api/json_object.hpp"
#include "api/routes/answers.hpp"
#include "api/routes/overview_json.hpp"
#include "api/routes/query_number.hpp"
#include "api/routes/routes.hpp"

#include <algorithm>

namespace chaincore::api {
namespace {

constexpr std::uint64_t kDefaultBlocks = 20;
constexpr std::uint64_t kMaxBlocks = 200;

Answer answer_overview(const NodeService& service) {
    const auto overview = overview_json(service, service.figures());
    return overview ? Answer{200, *overview} : store_failed();
}

Answer answer_blocks(const Call& call, const NodeService& service) {
    const auto count = query_number(call, "count", kDefaultBlocks);
    if (!count) return refused("count must be a whole number below 2^63");
    const auto chain = service.chain();
    const auto before = query_number(call, "before", chain->length());
    if (!before) return refused("before must be a whole number below 2^63");
    const std::string our_address = service.mining().address;
    std::vector<std::string> blocks;
    std::uint64_t height = std::min(*before, chain->length());
    while (height > 0 && blocks.size() < std::min(*count, kMaxBlocks)) {
        const auto block = chain->block_summary(--height);
        if (!block) return store_failed();
        blocks.push_back(block_json(*block, our_address));
    }
    return {200, JsonObject().integer("length", chain->length()).jsons("blocks", blocks).str()};
}

}  // namespace

void add_overview_routes(RouteTable& routes, const NodeService& service) {
    routes.add({.path = "/api/v1/overview", .handle = [&service](const Call&) { return answer_overview(service); }});
    routes.add({.path = "/api/v1/blocks", .lane = Lane::long_reads, .handle = [&service](const Call& call) {
                    return answer_blocks(call, service);
                }});
}

}  // namespace chaincore::api
