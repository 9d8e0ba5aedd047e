// SPDX-License-Identifier: MIT
#include "api/json_object.hpp"
#include "api/routes/routes.hpp"

namespace chaincore::api {
namespace {

Answer answer_condition(const Condition& condition) {
    JsonObject body;
    body.text("status", condition.state);
    if (condition.reason.empty()) return {200, body.str()};
    return {503, body.text("error", condition.reason).str(), {{"Retry-After", "1"}}};
}

}  // namespace

void add_health_routes(RouteTable& routes, const NodeService& service) {
    routes.add({.path = "/health", .handle = [&service](const Call&) { return answer_condition(service.health()); }});
    routes.add({.path = "/ready", .handle = [&service](const Call&) { return answer_condition(service.readiness()); }});
}

}  // namespace chaincore::api
