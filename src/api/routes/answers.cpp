// SPDX-License-Identifier: MIT
#include "api/routes/answers.hpp"

#include "api/json_object.hpp"
#include "api/refusal.hpp"

namespace chaincore::api {

Answer refused(const std::string& message, int status) { return {status, refusal_body({status, message})}; }

Answer refused_by_rule(const chain::Rejection& rejection) {
    return {400, JsonObject()
                     .text("status", "rejected")
                     .text("reason", chain::rule_name(rejection.rule))
                     .text("error", rejection.message)
                     .str()};
}

Answer unavailable(const std::string& message) { return {503, refusal_body({503, message}), {{"Retry-After", "1"}}}; }

Answer too_soon(const TooSoon& reason) {
    return {429,
            refusal_body({429, "this was asked for a moment ago"}),
            {{"Retry-After", std::to_string(reason.retry_after.count())}}};
}

Answer store_failed() { return unavailable("this node cannot read its store"); }

std::string mining_source(const Call& call) { return call.is_local_mining ? "local" : "network"; }

}  // namespace chaincore::api
