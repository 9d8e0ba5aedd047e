// SPDX-License-Identifier: MIT
#include "api/json_object.hpp"
#include "api/routes/routes.hpp"
#include "chaincore/chain/canonical_json.hpp"

namespace chaincore::api {
namespace {

Answer answer_pool(const NodeService& service) {
    std::vector<std::string> texts;
    for (const auto& transaction : service.pooled_transactions()) texts.push_back(chain::canonical_json(*transaction));
    return {200, JsonObject().jsons("transactions", texts).integer("count", texts.size()).str()};
}

}  // namespace

void add_pool_routes(RouteTable& routes, const NodeService& service) {
    for (const char* path : {"/transactions", "/transaction_pool"})
        routes.add({.path = path, .lane = Lane::long_reads, .handle = [&service](const Call&) {
                        return answer_pool(service);
                    }});
}

}  // namespace chaincore::api
