// SPDX-License-Identifier: MIT
#include "api/json_object.hpp"
#include "api/routes/address_text.hpp"
#include "api/routes/answers.hpp"
#include "api/routes/query_number.hpp"
#include "api/routes/routes.hpp"
#include "api/routes/transaction_json.hpp"

#include <algorithm>

namespace chaincore::api {
namespace {

constexpr std::uint64_t kDefaultEvents = 50;
constexpr std::uint64_t kMaxEvents = 500;

std::string event_json(const AddressEvent& event) {
    return JsonObject()
        .text("tx_id", event.tx_id)
        .integer("height", event.height)
        .text("block_hash", event.block_hash)
        .json("timestamp", event.timestamp.text())
        .real("received", event.received)
        .real("spent", event.spent)
        .truth("is_coinbase", event.is_coinbase)
        .str();
}

// What a waiting transaction will do to the address; empty where that is nothing.
std::string pending_json(const chain::Transaction& transaction, const std::string& address, const SpentCoins& coins) {
    double received = 0;
    double spent = 0;
    bool is_its = false;
    for (const chain::TransactionOutput& output : transaction.outputs) {
        if (output.recipient_address != address) continue;
        received += output.amount.to_double();
        is_its = true;
    }
    for (const chain::TransactionInput& input : transaction.inputs) {
        const NamedCoin* coin = coins.find(input);
        if (coin == nullptr || coin->address != address) continue;
        spent += coin->amount.to_double();
        is_its = true;
    }
    if (!is_its) return {};
    return JsonObject().text("tx_id", transaction.tx_id).real("received", received).real("spent", spent).str();
}

std::vector<std::string> pending_of(const NodeService& service, const std::string& address,
                                    const std::vector<AddressCoin>& coins) {
    SpentCoins known;
    for (const AddressCoin& coin : coins) known.add({coin.tx_id, coin.output_index, address, coin.amount});
    const auto pool = service.pooled_transactions();
    for (const auto& transaction : pool) known.add_outputs(*transaction);
    std::vector<std::string> list;
    for (const auto& transaction : pool) {
        std::string pending = pending_json(*transaction, address, known);
        if (!pending.empty() && list.size() < kMaxEvents) list.push_back(std::move(pending));
    }
    return list;
}

Answer answer_address(const Call& call, const NodeService& service) {
    const std::string& address = call.rest;
    if (!is_address_text(address)) return refused("this cannot be an address");
    const auto count = query_number(call, "count", kDefaultEvents);
    if (!count) return refused("count must be a whole number below 2^63");
    const auto first = query_number(call, "first", 0);
    if (!first) return refused("first must be a whole number below 2^63");
    const auto chain = service.chain();
    const auto coins = chain->coins_of(address);
    const auto history = chain->history_of(address, *first, std::min(*count, kMaxEvents));
    if (!coins || !history) return store_failed();
    double balance = 0;
    for (const AddressCoin& coin : *coins) balance += coin.amount.to_double();
    std::vector<std::string> events;
    for (const AddressEvent& event : history->events) events.push_back(event_json(event));
    return {200, JsonObject()
                     .text("address", address)
                     .truth("is_ours", address == service.mining().address)
                     .real("balance", balance)
                     .integer("coins", coins->size())
                     .real("received", history->received)
                     .real("spent", history->spent)
                     .integer("transactions", history->transactions)
                     .integer("mined_blocks", history->mined_blocks)
                     .jsons("history", events)
                     .jsons("pending", pending_of(service, address, *coins))
                     .str()};
}

}  // namespace

void add_address_details_routes(RouteTable& routes, const NodeService& service) {
    routes.add({.path = "/api/v1/address/",
                .takes_rest = true,
                .lane = Lane::long_reads,
                .handle = [&service](const Call& call) { return answer_address(call, service); }});
}

}  // namespace chaincore::api
