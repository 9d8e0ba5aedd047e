// SPDX-License-Identifier: MIT
#include "api/json_object.hpp"
#include "api/routes/answers.hpp"
#include "api/routes/query_number.hpp"
#include "api/routes/routes.hpp"

#include <algorithm>

namespace chaincore::api {
namespace {

constexpr std::uint64_t kDefaultBlocks = 20;
constexpr std::uint64_t kMaxBlocks = 200;

std::string rates_json(const HashRates& rates) {
    return JsonObject()
        .real("ten_seconds", rates.ten_seconds)
        .real("one_minute", rates.one_minute)
        .real("fifteen_minutes", rates.fifteen_minutes)
        .str();
}

std::string node_json(const StatusReport& status, const NetworkReport& network) {
    return JsonObject()
        .text("node_id", status.node_id)
        .text("software", "chaincore/" + status.version)
        .text("network", network_name(network.params.network))
        .text("state", status.state)
        .real("uptime", status.uptime_seconds)
        .real("time", status.now)
        .str();
}

Result<std::string, Error> chain_json(const StatusReport& status, const ChainView& chain) {
    JsonObject object;
    object.integer("length", chain.length()).integer("difficulty", status.target_difficulty);
    if (chain.length() == 0) return object.str();
    const auto tip = chain.block_summary(chain.length() - 1);
    if (!tip) return fail(tip.error());
    return object.text("tip_hash", tip->hash)
        .real("tip_received_at", tip->received_at)
        .text("chain_work", status.chain_work)
        .str();
}

std::string device_json(const DeviceReport& device) {
    return JsonObject()
        .text("backend", device.backend)
        .text("device", device.device)
        .text("kernel", device.kernel)
        .integer("tries", device.tries)
        .json("rates", rates_json(device.rates))
        .str();
}

std::string mining_json(const MiningReport& mining, bool is_paused) {
    std::vector<std::string> devices;
    for (const DeviceReport& device : mining.devices) devices.push_back(device_json(device));
    return JsonObject()
        .truth("is_mining", mining.is_mining)
        .truth("is_paused", is_paused)
        .text("address", mining.address)
        .integer("accepted_blocks", mining.accepted_blocks)
        .integer("stale_blocks", mining.stale_blocks)
        .integer("refused_blocks", mining.refused_blocks)
        .json("rates", rates_json(mining.rates))
        .jsons("devices", devices)
        .str();
}

Answer answer_overview(const NodeService& service) {
    const StatusReport status = service.status();
    const auto chain = chain_json(status, *service.chain());
    if (!chain) return store_failed();
    return {200,
            JsonObject()
                .json("node", node_json(status, service.network()))
                .json("chain", *chain)
                .json("mining", mining_json(service.mining(), status.is_paused))
                .json("mempool", JsonObject().integer("transactions", status.pending_transactions).str())
                .json("peers",
                      JsonObject().integer("known", status.known_peers).integer("active", status.active_peers).str())
                .str()};
}

std::string block_json(const BlockSummary& block, const std::string& our_address) {
    return JsonObject()
        .json("height", block.header.height.text())
        .text("hash", block.hash)
        .text("previous_hash", block.header.previous_hash)
        .json("timestamp", block.header.timestamp.text())
        .real("received_at", block.received_at)
        .json("difficulty", block.header.target_difficulty.text())
        .text("nonce", block.header.nonce.text())
        .integer("transactions", block.transactions)
        .integer("size", block.size)
        .text("miner", block.miner)
        .truth("is_ours", !our_address.empty() && block.miner == our_address)
        .str();
}

Answer answer_blocks(const Call& call, const NodeService& service) {
    const auto count = query_number(call, "count", kDefaultBlocks);
    if (!count) return refused("count must be a whole number below 2^63");
    const auto chain = service.chain();
    const auto before = query_number(call, "before", chain->length());
    if (!before) return refused("before must be a whole number below 2^63");
    const std::string our_address = service.mining().address;
    std::vector<std::string> blocks;
    std::uint64_t height = std::min(*before, chain->length());
    while (height > 0 && blocks.size() < std::min(*count, kMaxBlocks)) {
        const auto block = chain->block_summary(--height);
        if (!block) return store_failed();
        blocks.push_back(block_json(*block, our_address));
    }
    return {200, JsonObject().integer("length", chain->length()).jsons("blocks", blocks).str()};
}

}  // namespace

void add_overview_routes(RouteTable& routes, const NodeService& service) {
    routes.add({.path = "/api/v1/overview", .handle = [&service](const Call&) { return answer_overview(service); }});
    routes.add({.path = "/api/v1/blocks", .lane = Lane::long_reads, .handle = [&service](const Call& call) {
                    return answer_blocks(call, service);
                }});
}

}  // namespace chaincore::api
