// SPDX-License-Identifier: MIT
#include "api/routes/overview_json.hpp"

#include "api/routes/worker_json.hpp"

#include <numeric>
#include <vector>

namespace chaincore::api {
namespace {

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

Result<std::string, Error> chain_json(const StatusReport& status, const ChainFigures& figures, const ChainView& chain) {
    JsonObject object;
    object.integer("length", chain.length())
        .integer("difficulty", status.target_difficulty)
        .integer("reorgs", reorg_count(figures));
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
        .text("tries_text", std::to_string(device.tries))
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

// Two counts.
std::string pair_json(const char* first, std::uint64_t first_count, const char* second, std::uint64_t second_count) {
    return JsonObject().integer(first, first_count).integer(second, second_count).str();
}

}  // namespace

std::uint64_t reorg_count(const ChainFigures& figures) {
    return std::accumulate(figures.reorgs.counts.begin(), figures.reorgs.counts.end(), std::uint64_t{0});
}

Result<std::string, Error> overview_json(const NodeService& service, const NodeFigures& figures) {
    const StatusReport status = service.status();
    const auto chain = chain_json(status, figures.chain, *service.chain());
    if (!chain) return fail(chain.error());
    return JsonObject()
        .json("node", node_json(status, service.network()))
        .json("chain", *chain)
        .json("mining", mining_json(service.mining(), status.is_paused))
        .json("workers", workers_summary_json(service.workers()))
        .json("mempool", pair_json("transactions", status.pending_transactions, "bytes", figures.pool_bytes))
        .json("peers", pair_json("known", status.known_peers, "active", status.active_peers))
        .json("storage", pair_json("file_bytes", figures.store.file_bytes, "free_bytes", figures.store.free_bytes))
        .str();
}

JsonObject block_object(const BlockSummary& block, const std::string& our_address) {
    JsonObject object;
    return object.json("height", block.header.height.text())
        .text("hash", block.hash)
        .text("previous_hash", block.header.previous_hash)
        .json("timestamp", block.header.timestamp.text())
        .real("received_at", block.received_at)
        .json("difficulty", block.header.target_difficulty.text())
        .text("nonce", block.header.nonce.text())
        .integer("transactions", block.transactions)
        .integer("size", block.size)
        .text("miner", block.miner)
        .truth("is_ours", !our_address.empty() && block.miner == our_address);
}

std::string block_json(const BlockSummary& block, const std::string& our_address) {
    return block_object(block, our_address).str();
}

}  // namespace chaincore::api
