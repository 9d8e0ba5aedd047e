// SPDX-License-Identifier: MIT
#include "api/json_object.hpp"
#include "api/routes/answers.hpp"
#include "api/routes/routes.hpp"
#include "chaincore/chain/block_reader.hpp"

#include <variant>

namespace chaincore::api {
namespace {

// What the node said to a block, in HTTP's words.
class BlockAnswerWriter {
public:
    explicit BlockAnswerWriter(const Call& call) : call_(call) {}

    Answer operator()(const BlockAccepted& accepted) const {
        JsonObject body;
        body.text("status", "accepted")
            .text("block_hash", accepted.block_hash)
            .integer("chain_length", accepted.chain_length)
            .text("mining_source", mining_source(call_));
        if (accepted.is_duplicate) body.truth("duplicate", true);
        if (!accepted.is_on_best_chain) body.truth("on_best_chain", false);
        return {200, body.str()};
    }

    Answer operator()(const chain::Rejection& rejection) const { return refused_by_rule(rejection); }

    Answer operator()(const StaleBlock& stale) const {
        return {409, JsonObject()
                         .text("status", "rejected")
                         .text("reason", stale.reason)
                         .text("error", stale.message)
                         .integer("current_chain_length", stale.current_chain_length)
                         .str()};
    }

    Answer operator()(const MissingParent& missing) const {
        return {202, JsonObject()
                         .text("status", "need_sync")
                         .text("reason", "missing_blocks")
                         .integer("request_blocks_from", missing.request_blocks_from)
                         .integer("request_blocks_to", missing.request_blocks_to)
                         .str()};
    }

    Answer operator()(const Unavailable& reason) const { return unavailable(reason.message); }

private:
    const Call& call_;
};

Answer answer_submit_block(const Call& call, NodeService& service) {
    chain::BlockReader reader;
    auto block = reader.read_posted_block(call.body);
    if (!block) return refused_by_rule(block.error());
    const BlockSource source = call.is_local_mining ? BlockSource::miner : BlockSource::peer;
    const BlockRelayer relayer{call.peer_origin, call.is_loopback};
    return std::visit(BlockAnswerWriter(call), service.submit_block(*std::move(block), source, relayer));
}

}  // namespace

void add_block_routes(RouteTable& routes, NodeService& service) {
    routes.add({.method = Method::post,
                .path = "/submit_block",
                .lane = Lane::blocks,
                .max_body = kMaxBlockBody,
                .handle = [&service](const Call& call) { return answer_submit_block(call, service); }});
}

}  // namespace chaincore::api
