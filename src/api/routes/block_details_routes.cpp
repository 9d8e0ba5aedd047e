// SPDX-License-Identifier: MIT
#include "api/json_object.hpp"
#include "api/routes/answers.hpp"
#include "api/routes/block_contents.hpp"
#include "api/routes/overview_json.hpp"
#include "api/routes/query_number.hpp"
#include "api/routes/routes.hpp"
#include "chaincore/crypto/hash256.hpp"

#include <algorithm>

namespace chaincore::api {
namespace {

constexpr std::uint64_t kMaxTransactions = 500;

// The height of the block that is called so.
Result<std::uint64_t, Answer> find_block(const ChainView& chain, const std::string& name) {
    const auto height = whole_number(name);
    if (height && *height < chain.length()) return *height;
    if (!height && !crypto::Hash256::from_hex(name))
        return fail(refused("a block is named by its height, or by the 64 lower-case digits of its hash"));
    const Result<std::optional<std::uint64_t>, Error> found = height ? std::nullopt : chain.height_of(name);
    if (!found) return fail(store_failed());
    if (!*found) return fail(refused("the best chain has no such block", 404));
    return **found;
}

std::vector<std::string> transactions_json(const BlockContents& contents, std::uint64_t first) {
    std::vector<std::string> list;
    const std::size_t end = std::min<std::uint64_t>(contents.block.transactions.size(), first + kMaxTransactions);
    for (std::uint64_t position = first; position < end; ++position)
        list.push_back(contents.transaction_json_at(position));
    return list;
}

Answer answer_block(const Call& call, const NodeService& service) {
    const auto first = query_number(call, "first", 0);
    if (!first) return refused("first must be a whole number below 2^63");
    const auto chain = service.chain();
    auto height = find_block(*chain, call.rest);
    if (!height) return std::move(height.error());
    const auto contents = contents_of(*chain, *height);
    if (!contents) return store_failed();
    const BlockSummary& summary = contents->summary;
    const std::uint64_t begin = std::min<std::uint64_t>(*first, contents->block.transactions.size());
    JsonObject object = block_object(summary, service.mining().address);
    return {200, object.text("merkle_root", summary.header.merkle_root)
                     .integer("confirmations", contents->confirmations)
                     .integer("first_transaction", begin)
                     .jsons("transaction_list", transactions_json(*contents, begin))
                     .str()};
}

}  // namespace

void add_block_details_routes(RouteTable& routes, const NodeService& service) {
    routes.add({.path = "/api/v1/block/",
                .takes_rest = true,
                .lane = Lane::long_reads,
                .handle = [&service](const Call& call) { return answer_block(call, service); }});
}

}  // namespace chaincore::api
