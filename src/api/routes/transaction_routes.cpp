// SPDX-License-Identifier: MIT
#include "api/json_object.hpp"
#include "api/routes/answers.hpp"
#include "api/routes/routes.hpp"
#include "chaincore/chain/block_reader.hpp"

#include <variant>

namespace chaincore::api {
namespace {

// What the node said to a transaction, in HTTP's words.
class TransactionAnswerWriter {
public:
    explicit TransactionAnswerWriter(const Call& call) : call_(call) {}

    Answer operator()(const TransactionAccepted& accepted) const {
        return {200, JsonObject()
                         .text("status", "accepted")
                         .text("tx_id", accepted.tx_id)
                         .integer("chain_length", accepted.chain_length)
                         .text("mining_source", mining_source(call_))
                         .str()};
    }

    Answer operator()(const AlreadyPooled& pooled) const {
        return {409, JsonObject()
                         .text("status", "rejected")
                         .text("reason", "duplicate")
                         .text("error", "the transaction is in the pool already")
                         .text("tx_id", pooled.tx_id)
                         .str()};
    }

    Answer operator()(const chain::Rejection& rejection) const { return refused_by_rule(rejection); }
    Answer operator()(const Unavailable& reason) const { return unavailable(reason.message); }

private:
    const Call& call_;
};

Answer answer_transaction(const Call& call, NodeService& service, Relay relay) {
    chain::BlockReader reader;
    auto transaction = reader.read_posted_transaction(call.body);
    if (!transaction) return refused_by_rule(transaction.error());
    return std::visit(TransactionAnswerWriter(call), service.submit_transaction(*std::move(transaction), relay));
}

void add_route(RouteTable& routes, NodeService& service, const char* path, Relay relay) {
    routes.add({.method = Method::post,
                .path = path,
                .lane = Lane::transactions,
                .max_body = kMaxBody,
                .handle = [&service, relay](const Call& call) { return answer_transaction(call, service, relay); }});
}

}  // namespace

void add_transaction_routes(RouteTable& routes, NodeService& service) {
    add_route(routes, service, "/receive_transaction", Relay::no);
    add_route(routes, service, "/broadcast_transaction", Relay::yes);
    add_route(routes, service, "/add_transaction", Relay::yes);
}

}  // namespace chaincore::api
