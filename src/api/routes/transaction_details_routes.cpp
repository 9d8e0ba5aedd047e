// SPDX-License-Identifier: MIT
#include "api/routes/answers.hpp"
#include "api/routes/block_contents.hpp"
#include "api/routes/routes.hpp"
#include "api/routes/transaction_json.hpp"
#include "chaincore/crypto/hash256.hpp"

#include <algorithm>

namespace chaincore::api {
namespace {

using Pool = std::vector<std::shared_ptr<const chain::Transaction>>;

// What it spends is no coin any more: its block knows.
Answer answer_confirmed(const ChainView& chain, const TransactionPlace& place) {
    const auto contents = contents_of(chain, place.height);
    if (!contents || place.position >= contents->block.transactions.size()) return store_failed();
    return {200, contents->transaction_json_at(place.position)};
}

// Its coins are on the chain, or made by others that wait.
Answer answer_pending(const ChainView& chain, const Pool& pool, const chain::Transaction& transaction) {
    SpentCoins coins;
    for (const auto& other : pool) coins.add_outputs(*other);
    for (const chain::TransactionInput& input : transaction.inputs) {
        const auto index = input.output_index.to_natural();
        if (!index) continue;
        auto coin = chain.coin(input.tx_id, static_cast<std::uint32_t>(*index));
        if (!coin) return store_failed();
        if (*coin) coins.add(**std::move(coin));
    }
    return {200, transaction_json(transaction, std::nullopt, coins)};
}

Answer answer_transaction(const Call& call, const NodeService& service) {
    if (!crypto::Hash256::from_hex(call.rest))
        return refused("a transaction is named by the 64 lower-case digits of its id");
    // The pool first: what leaves it meanwhile for the chain is there then.
    const Pool pool = service.pooled_transactions();
    const auto chain = service.chain();
    const auto place = chain->place_of(call.rest);
    if (!place) return store_failed();
    if (*place) return answer_confirmed(*chain, **place);
    const auto found = std::find_if(pool.begin(), pool.end(),
                                    [&](const auto& transaction) { return transaction->tx_id == call.rest; });
    if (found == pool.end()) return refused("neither the best chain nor the pool has such a transaction", 404);
    return answer_pending(*chain, pool, **found);
}

}  // namespace

void add_transaction_details_routes(RouteTable& routes, const NodeService& service) {
    routes.add(
        {.path = "/api/v1/tx/", .takes_rest = true, .lane = Lane::long_reads, .handle = [&service](const Call& call) {
             return answer_transaction(call, service);
         }});
}

}  // namespace chaincore::api
