// SPDX-License-Identifier: MIT
// What a running node, ours or of the reference, says of itself. Nodes are strangers: what they leave out is 0 or
// empty, and their texts are made fit for a terminal. The main thread.
#pragma once

#include "chaincore/chain/json_value.hpp"
#include "chaincore/miner/device_meters.hpp"
#include "chaincore/net/http_client.hpp"
#include "chaincore/stratum/worker_report.hpp"
#include "chaincore/util/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chaincore::cli {

// The workers on other machines that search for a node.
struct WorkersView {
    std::uint64_t connected = 0;
    std::uint64_t silent = 0;  // of these
    std::uint64_t gone = 0;
    std::uint64_t accepted_shares = 0;
    std::uint64_t refused_shares = 0;
    std::uint64_t blocks = 0;
    stratum::ShareRates rates;
};

struct NodeView {
    std::string url;
    std::string node_id;
    std::string software;  // empty: the reference's, which does not say
    std::string network;
    std::string state;
    double uptime = 0;  // seconds
    double time = 0;    // by the node's clock, seconds since the Unix epoch; 0: it does not say
    std::uint64_t length = 0;
    std::uint64_t difficulty = 0;
    std::string tip_hash;
    double tip_received_at = 0;
    std::uint64_t pending = 0;  // transactions
    std::uint64_t known_peers = 0;
    std::optional<std::uint64_t> active_peers;  // none: it does not say
    bool is_mining = false;
    bool is_paused = false;
    std::string address;  // who is paid
    std::uint64_t accepted_blocks = 0;
    std::uint64_t stale_blocks = 0;
    miner::Hashrates rates;
    std::vector<miner::DeviceRates> devices;
    std::optional<WorkersView> workers;  // none: they may not join, or it does not say
};

struct WorkerView {
    std::string rig;  // which of its owner's machines; empty: it does not say
    std::string payee;
    std::string state;
    std::string from;
    double rate = 0;                    // tries per second, over 15 minutes
    std::optional<double> since_share;  // seconds; none: there was no share
    std::uint64_t accepted_shares = 0;
    std::uint64_t refused_shares = 0;
};

struct PeerView {
    std::string url;
    bool is_active = false;
    bool is_banned = false;
    std::uint64_t length = 0;
    double response_seconds = 0;
    double failure_rate = 0;
};

struct BlockView {
    std::uint64_t height = 0;
    std::string hash;
    double received_at = 0;
    std::uint64_t transactions = 0;
    std::string miner;
    bool is_ours = false;
};

class NodeViewer {
public:
    explicit NodeViewer(net::Endpoint endpoint) : client_(std::move(endpoint)) {}

    // Every Error names the URL.
    Result<NodeView, Error> node() const;
    Result<std::vector<PeerView>, Error> peers() const;
    // Of those that are in this state the fastest, at most so many; of a node that has NodeView::workers.
    Result<std::vector<WorkerView>, Error> workers(std::string_view state, std::size_t most) const;
    // The last ones, newest first; none where the node does not tell them so.
    Result<std::vector<BlockView>, Error> blocks(std::uint64_t count) const;

    // What it answers to a GET, as it is; an Error where that is not 200.
    Result<std::string, Error> text(const std::string& path) const;
    // Ours tells more at the first than any other at the second.
    Result<std::string, Error> overview_text() const;

    const net::Endpoint& endpoint() const { return client_.endpoint(); }

private:
    Result<chain::JsonValue, Error> parse(const std::string& body, const std::string& path) const;

    net::HttpClient client_;
};

}  // namespace chaincore::cli
