// SPDX-License-Identifier: MIT
#include "api/json_object.hpp"
#include "api/routes/answers.hpp"
#include "api/routes/query_number.hpp"
#include "api/routes/routes.hpp"
#include "chaincore/crypto/hash256.hpp"

#include <limits>

namespace chaincore::api {
namespace {

// 3 MB of answer.
constexpr std::size_t kMostCoins = 10'000;

std::string name_of(const NamedCoin& coin) { return coin.tx_id + ':' + std::to_string(coin.output_index); }

// As in "<tx_id>:0".
std::optional<CoinName> read_name(const std::string& text) {
    const std::size_t colon = text.find(':');
    if (colon == std::string::npos || !crypto::Hash256::from_hex(text.substr(0, colon))) return std::nullopt;
    const auto index = whole_number(std::string_view(text).substr(colon + 1));
    if (!index || *index > std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
    return CoinName{text.substr(0, colon), static_cast<std::uint32_t>(*index)};
}

std::string coin_json(const NamedCoin& coin) {
    return JsonObject()
        .json("amount", coin.amount.text())
        .text("recipient_address", coin.address)
        .text("tx_id", coin.tx_id)
        .integer("output_index", coin.output_index)
        .integer("block_height", coin.height)
        .str();
}

Answer answer_coins(const Call& call, const NodeService& service) {
    const auto given = call.query.find("after");
    const auto after = given == call.query.end() ? std::nullopt : read_name(given->second);
    if (given != call.query.end() && !after)
        return refused("after must be a coin: a transaction's id, ':' and an index");
    const auto coins = service.chain()->coins_after(after, kMostCoins);
    if (!coins) return store_failed();
    JsonObject all;
    for (const NamedCoin& coin : *coins) all.json(name_of(coin), coin_json(coin));
    JsonObject answer;
    answer.integer("utxo_count", service.stats().coins).json("all_utxos", all.str());
    if (coins->size() == kMostCoins) answer.text("next_after", name_of(coins->back()));
    return {200, answer.str()};
}

}  // namespace

void add_coin_routes(RouteTable& routes, const NodeService& service) {
    routes.add({.path = "/debug_utxos", .lane = Lane::long_reads, .handle = [&service](const Call& call) {
                    return answer_coins(call, service);
                }});
}

}  // namespace chaincore::api
