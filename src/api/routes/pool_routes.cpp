// SPDX-License-Identifier: MIT
#include "api/list_source.hpp"
#include "api/routes/routes.hpp"
#include "chaincore/chain/canonical_json.hpp"

#include <memory>
#include <utility>

namespace chaincore::api {
namespace {

// A piece at a time: anybody may ask, and they may be 32 MiB. They stay in memory until they are sent.
Answer answer_pool(const NodeService& service) {
    auto transactions = service.pooled_transactions();
    std::uint64_t bytes = 0;
    for (const auto& transaction : transactions) bytes += chain::canonical_json(*transaction).size();
    const std::uint64_t count = transactions.size();
    const auto row_at = [transactions = std::move(transactions)](std::uint64_t row) -> Result<std::string, Error> {
        return chain::canonical_json(*transactions[row]);
    };
    Answer answer;
    answer.source = std::make_unique<ListSource>(R"({"transactions": [)", RowRange{0, count}, row_at, bytes,
                                                 R"(], "count": )" + std::to_string(count) + '}', bytes);
    return answer;
}

}  // namespace

void add_pool_routes(RouteTable& routes, const NodeService& service) {
    for (const char* path : {"/transactions", "/transaction_pool"})
        routes.add({.path = path, .lane = Lane::long_reads, .handle = [&service](const Call&) {
                        return answer_pool(service);
                    }});
}

}  // namespace chaincore::api
