// SPDX-License-Identifier: MIT
#include "api/list_source.hpp"
#include "api/routes/routes.hpp"
#include "chaincore/chain/canonical_json.hpp"

#include <memory>
#include <utility>

namespace chaincore::api {
namespace {

// A piece at a time: anybody may ask, and they may be many megabytes. They stay in memory until they are sent.
Answer answer_orphans(const NodeService& service) {
    auto orphans = service.orphans();
    std::uint64_t bytes = 0;
    for (const auto& block : orphans) bytes += canonical_json(*block).size();
    const std::uint64_t count = orphans.size();
    const auto row_at = [orphans = std::move(orphans)](std::uint64_t row) -> Result<std::string, Error> {
        return canonical_json(*orphans[row]);
    };
    Answer answer;
    answer.source = std::make_unique<ListSource>(R"({"orphaned_blocks": [)", RowRange{0, count}, row_at, bytes,
                                                 R"(], "count": )" + std::to_string(count) + '}', bytes);
    return answer;
}

}  // namespace

void add_orphan_routes(RouteTable& routes, const NodeService& service) {
    routes.add({.path = "/orphaned_blocks", .lane = Lane::long_reads, .handle = [&service](const Call&) {
                    return answer_orphans(service);
                }});
}

}  // namespace chaincore::api
