// SPDX-License-Identifier: MIT
#include "api/json_object.hpp"
#include "api/routes/answers.hpp"
#include "api/routes/query_number.hpp"
#include "api/routes/routes.hpp"
#include "api/routes/worker_json.hpp"
#include "api/worker_counts.hpp"

#include <algorithm>
#include <optional>

namespace chaincore::api {
namespace {

constexpr std::uint64_t kMostWorkers = 1000;

using stratum::FarmReport;
using stratum::WorkerReport;
using stratum::WorkerState;

std::optional<WorkerState> state_named(std::string_view name) {
    for (const WorkerState state : kAllWorkerStates)
        if (name_of(state) == name) return state;
    return std::nullopt;
}

// Those behind the first `first`, that many at most.
std::vector<std::string> listed(const std::vector<WorkerReport>& workers, std::uint64_t first, std::uint64_t count) {
    std::vector<std::string> list;
    for (std::uint64_t i = first; i < workers.size() && list.size() < std::min(count, kMostWorkers); ++i)
        list.push_back(worker_json(workers[i]));
    return list;
}

// A node where none may join has a port of null and nothing but zeros.
Answer answer_workers(const Call& call, const NodeService& service) {
    const auto count = query_number(call, "count", kMostWorkers);
    if (!count) return refused("count must be a whole number below 2^63");
    const auto first = query_number(call, "first", 0);
    if (!first) return refused("first must be a whole number below 2^63");
    const auto asked = call.query.find("state");
    const auto state = asked == call.query.end() ? std::nullopt : state_named(asked->second);
    if (asked != call.query.end() && !state) return refused("state must be searching, silent or gone");
    const auto report = service.workers();
    FarmReport farm = report.value_or(FarmReport{});
    JsonObject object;
    if (report)
        object.integer("port", farm.port);
    else
        object.json("port", "null");
    write_farm(object, farm);
    if (state) std::erase_if(farm.workers, [&](const WorkerReport& worker) { return worker.state != *state; });
    object.integer("count", farm.workers.size()).jsons("workers", listed(farm.workers, *first, *count));
    return {200, object.str()};
}

}  // namespace

void add_worker_routes(RouteTable& routes, const NodeService& service) {
    routes.add({.path = "/api/v1/workers", .lane = Lane::long_reads, .handle = [&service](const Call& call) {
                    return answer_workers(call, service);
                }});
}

}  // namespace chaincore::api
