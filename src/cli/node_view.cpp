// SPDX-License-Identifier: MIT
#include "cli/node_view.hpp"

#include "chaincore/chain/json_reader.hpp"
#include "cli/json_fields.hpp"

#include <algorithm>
#include <set>

namespace chaincore::cli {
namespace {

using chain::JsonValue;

constexpr int kOk = 200;
constexpr int kNotFound = 404;
constexpr const char* kOverview = "/api/v1/overview";
// Of a reference node with as many peers as it likes.
const net::HttpLimits kLimits{net::kStandardDeadline, std::size_t{4} << 20};

miner::Hashrates rates_at(const JsonValue& object) {
    const JsonValue& rates = object_at(object, "rates");
    return {number_at(rates, "ten_seconds"), number_at(rates, "one_minute"), number_at(rates, "fifteen_minutes")};
}

void read_mining(const JsonValue& mining, NodeView& view) {
    view.is_mining = truth_at(mining, "is_mining");
    view.is_paused = truth_at(mining, "is_paused");
    view.address = text_at(mining, "address");
    view.accepted_blocks = count_at(mining, "accepted_blocks");
    view.stale_blocks = count_at(mining, "stale_blocks");
    view.rates = rates_at(mining);
    for (const JsonValue& device : array_at(mining, "devices"))
        view.devices.push_back({{text_at(device, "device"), text_at(device, "kernel"), count_at(device, "tries"),
                                 text_at(device, "backend")},
                                rates_at(device)});
}

WorkersView read_workers(const JsonValue& workers) {
    const JsonValue& rates = object_at(workers, "rates");
    return {count_at(workers, "connected"),
            count_at(workers, "silent"),
            count_at(workers, "gone"),
            count_at(workers, "accepted_shares"),
            count_at(workers, "refused_shares"),
            count_at(workers, "blocks"),
            {number_at(rates, "one_minute"), number_at(rates, "fifteen_minutes")}};
}

void read_overview(const JsonValue& overview, NodeView& view) {
    const JsonValue& node = object_at(overview, "node");
    view.node_id = text_at(node, "node_id");
    view.software = text_at(node, "software");
    view.network = text_at(node, "network");
    view.state = text_at(node, "state");
    view.uptime = number_at(node, "uptime");
    view.time = number_at(node, "time");
    const JsonValue& chain = object_at(overview, "chain");
    view.length = count_at(chain, "length");
    view.difficulty = count_at(chain, "difficulty");
    view.tip_hash = text_at(chain, "tip_hash");
    view.tip_received_at = number_at(chain, "tip_received_at");
    view.pending = count_at(object_at(overview, "mempool"), "transactions");
    view.known_peers = count_at(object_at(overview, "peers"), "known");
    view.active_peers = count_at(object_at(overview, "peers"), "active");
    read_mining(object_at(overview, "mining"), view);
    if (is_object_at(overview, "workers")) view.workers = read_workers(object_at(overview, "workers"));
}

// What the reference and the design document know (docs/protocol.md, "Endpoints").
void read_status(const JsonValue& status, NodeView& view) {
    view.node_id = text_at(status, "node_id");
    view.state = text_at(status, "status");
    view.uptime = number_at(status, "uptime");
    view.length = count_at(status, "blockchain_length");
    view.difficulty = count_at(status, "target_difficulty");
    view.pending = count_at(status, "pending_transactions");
    view.known_peers = std::max(count_at(status, "peers"), count_at(status, "total_peers"));
    if (status.find("active_peers") != nullptr) view.active_peers = count_at(status, "active_peers");
}

WorkerView read_worker(const JsonValue& worker) {
    const JsonValue& shares = object_at(worker, "shares");
    WorkerView view;
    view.rig = text_at(worker, "rig");
    view.payee = text_at(worker, "payee");
    view.state = text_at(worker, "state");
    view.from = text_at(worker, "from");
    view.rate = number_at(object_at(worker, "rates"), "fifteen_minutes");
    if (is_number_at(worker, "since_share")) view.since_share = number_at(worker, "since_share");
    view.accepted_shares = count_at(shares, "accepted");
    for (const char* fate : {"stale", "duplicate", "low", "invalid"}) view.refused_shares += count_at(shares, fate);
    return view;
}

PeerView read_peer(const JsonValue& peer) {
    return {text_at(peer, "url"),           truth_at(peer, "is_active"),      number_at(peer, "banned_until") > 0,
            count_at(peer, "chain_length"), number_at(peer, "response_time"), number_at(peer, "failure_rate")};
}

std::set<std::string> urls_at(const JsonValue& object, std::string_view key) {
    std::set<std::string> urls;
    for (const JsonValue& element : array_at(object, key))
        if (const auto* url = element.get_if<std::string>()) urls.insert(shown_text(*url));
    return urls;
}

// Of nodes that give names alone.
std::vector<PeerView> read_names(const JsonValue& answer) {
    const std::set<std::string> active = urls_at(answer, "active_peers");
    std::set<std::string> all = urls_at(answer, "peers");
    all.insert(active.begin(), active.end());
    std::vector<PeerView> peers;
    for (const std::string& url : all) peers.push_back({.url = url, .is_active = active.contains(url)});
    return peers;
}

BlockView read_block(const JsonValue& block) {
    return {count_at(block, "height"),       text_at(block, "hash"),  number_at(block, "received_at"),
            count_at(block, "transactions"), text_at(block, "miner"), truth_at(block, "is_ours")};
}

}  // namespace

Result<std::string, Error> NodeViewer::text(const std::string& path) const {
    auto answer = client_.get(path, kLimits);
    if (!answer) return fail(answer.error());
    if (answer->status == kOk) return std::move(answer->body);
    return fail(Error{endpoint().url() + path + ": the node answered " + std::to_string(answer->status)});
}

Result<std::string, Error> NodeViewer::overview_text() const {
    auto answer = client_.get(kOverview, kLimits);
    if (!answer) return fail(answer.error());
    return answer->status == kOk ? std::move(answer->body) : text("/status");
}

Result<NodeView, Error> NodeViewer::node() const {
    const auto body = overview_text();
    if (!body) return fail(body.error());
    const auto answer = parse(*body, "/status");
    if (!answer) return fail(answer.error());
    NodeView view;
    view.url = endpoint().url();
    if (answer->find("chain") != nullptr)
        read_overview(*answer, view);
    else
        read_status(*answer, view);
    return view;
}

Result<std::vector<PeerView>, Error> NodeViewer::peers() const {
    const auto body = text("/peers");
    if (!body) return fail(body.error());
    const auto answer = parse(*body, "/peers");
    if (!answer) return fail(answer.error());
    if (answer->find("peer_details") == nullptr) return read_names(*answer);
    std::vector<PeerView> peers;
    for (const JsonValue& peer : array_at(*answer, "peer_details")) peers.push_back(read_peer(peer));
    return peers;
}

Result<std::vector<WorkerView>, Error> NodeViewer::workers(std::string_view state, std::size_t most) const {
    const std::string path = "/api/v1/workers?state=" + std::string(state) + "&count=" + std::to_string(most);
    const auto body = text(path);
    if (!body) return fail(body.error());
    const auto answer = parse(*body, path);
    if (!answer) return fail(answer.error());
    std::vector<WorkerView> workers;
    for (const JsonValue& worker : array_at(*answer, "workers")) workers.push_back(read_worker(worker));
    return workers;
}

Result<std::vector<BlockView>, Error> NodeViewer::blocks(std::uint64_t count) const {
    const std::string path = "/api/v1/blocks?count=" + std::to_string(count);
    const auto found = client_.get(path, kLimits);
    if (!found) return fail(found.error());
    std::vector<BlockView> blocks;
    if (found->status == kNotFound) return blocks;
    const auto answer = parse(found->body, path);
    if (!answer) return fail(answer.error());
    for (const JsonValue& block : array_at(*answer, "blocks")) blocks.push_back(read_block(block));
    return blocks;
}

Result<JsonValue, Error> NodeViewer::parse(const std::string& body, const std::string& path) const {
    auto document = chain::parse_json(body);
    if (document && document->get_if<chain::JsonObject>() != nullptr) return *std::move(document);
    return fail(Error{endpoint().url() + path + ": the answer is no JSON object" +
                      (document ? "" : ": " + document.error().message)});
}

}  // namespace chaincore::cli
