// SPDX-License-Identifier: MIT
#include "api/json_object.hpp"
#include "api/routes/answers.hpp"
#include "api/routes/overview_json.hpp"
#include "api/routes/query_number.hpp"
#include "api/routes/routes.hpp"
#include "api/routes/transaction_json.hpp"
#include "chaincore/chain/block_reader.hpp"
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

Result<chain::Block, Error> block_at(const ChainView& chain, std::uint64_t height) {
    const auto text = chain.block_text(height);
    if (!text) return fail(text.error());
    auto block = chain::BlockReader().read_block(*text);
    if (!block) return fail(Error{block.error().message});
    return *std::move(block);
}

Result<SpentCoins, Error> coins_spent_by(const ChainView& chain, std::uint64_t height) {
    auto spent = chain.spent_by(height);
    if (!spent) return fail(spent.error());
    SpentCoins coins;
    for (NamedCoin& coin : *spent) coins.add(std::move(coin));
    return coins;
}

std::vector<std::string> transactions_json(const chain::Block& block, Confirmation confirmation,
                                           const SpentCoins& coins, std::uint64_t first) {
    std::vector<std::string> list;
    const std::size_t end = std::min<std::uint64_t>(block.transactions.size(), first + kMaxTransactions);
    for (confirmation.position = first; confirmation.position < end; ++confirmation.position)
        list.push_back(transaction_json(block.transactions[confirmation.position], confirmation, coins));
    return list;
}

Answer answer_block(const Call& call, const NodeService& service) {
    const auto first = query_number(call, "first", 0);
    if (!first) return refused("first must be a whole number below 2^63");
    const auto chain = service.chain();
    auto height = find_block(*chain, call.rest);
    if (!height) return std::move(height.error());
    const auto summary = chain->block_summary(*height);
    const auto block = block_at(*chain, *height);
    const auto coins = coins_spent_by(*chain, *height);
    if (!summary || !block || !coins) return store_failed();
    const std::uint64_t begin = std::min<std::uint64_t>(*first, block->transactions.size());
    const Confirmation confirmation{*height, summary->hash, 0, chain->length() - *height};
    JsonObject object = block_object(*summary, service.mining().address);
    return {200, object.text("merkle_root", summary->header.merkle_root)
                     .integer("confirmations", confirmation.count)
                     .integer("first_transaction", begin)
                     .jsons("transaction_list", transactions_json(*block, confirmation, *coins, begin))
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
