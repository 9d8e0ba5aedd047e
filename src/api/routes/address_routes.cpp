// SPDX-License-Identifier: MIT
#include "api/json_object.hpp"
#include "api/routes/address_text.hpp"
#include "api/routes/answers.hpp"
#include "api/routes/routes.hpp"

#include <functional>

namespace chaincore::api {
namespace {

// Judges the address before the chain is asked.
using AnswerForAddress = std::function<Answer(const ChainView& chain, const std::string& address)>;

Answer answer_balance(const ChainView& chain, const std::string& address) {
    const auto coins = chain.coins_of(address);
    if (!coins) return store_failed();
    double balance = 0;
    for (const AddressCoin& coin : *coins) balance += coin.amount.to_double();
    return {200, JsonObject().text("address", address).real("balance", balance).str()};
}

std::string utxo_json(const AddressCoin& coin, const std::string& address) {
    return JsonObject()
        .text("tx_id", coin.tx_id)
        .integer("output_index", coin.output_index)
        .json("amount", coin.amount.text())
        .integer("block_height", coin.height)
        .text("recipient_address", address)
        .text("key", coin.tx_id + ':' + std::to_string(coin.output_index))
        .str();
}

Answer answer_utxos(const ChainView& chain, const std::string& address) {
    const auto coins = chain.coins_of(address);
    if (!coins) return store_failed();
    std::vector<std::string> utxos;
    for (const AddressCoin& coin : *coins) utxos.push_back(utxo_json(coin, address));
    return {200, JsonObject().text("address", address).jsons("utxos", utxos).integer("count", utxos.size()).str()};
}

// What is left after change that came back; a fee counts as sent.
std::string event_json(const AddressEvent& event) {
    const double gain = event.received - event.spent;
    return JsonObject()
        .text("tx_id", event.tx_id)
        .integer("block_height", event.height)
        .json("timestamp", event.timestamp.text())
        .text("type", gain > 0   ? "received"
                      : gain < 0 ? "sent"
                                 : "internal")
        .real("amount", gain < 0 ? -gain : gain)
        .truth("is_coinbase", event.is_coinbase)
        .text("block_hash", event.block_hash)
        .str();
}

Answer answer_history(const ChainView& chain, const std::string& address) {
    const auto history = chain.history_of(address);
    if (!history) return store_failed();
    std::vector<std::string> events;
    for (const AddressEvent& event : *history) events.push_back(event_json(event));
    return {200,
            JsonObject().text("address", address).jsons("transactions", events).integer("count", events.size()).str()};
}

void add_route(RouteTable& routes, const NodeService& service, const char* path, const AnswerForAddress& answer) {
    routes.add(
        {.path = path, .takes_rest = true, .lane = Lane::long_reads, .handle = [&service, answer](const Call& call) {
             if (!is_address_text(call.rest))
                 return refused("an address has 1 to 128 characters, none of them a control character");
             return answer(*service.chain(), call.rest);
         }});
}

}  // namespace

void add_address_routes(RouteTable& routes, const NodeService& service) {
    add_route(routes, service, "/balance/", answer_balance);
    add_route(routes, service, "/utxos/", answer_utxos);
    add_route(routes, service, "/transactions/", answer_history);
}

}  // namespace chaincore::api
