// SPDX-License-Identifier: MIT
// A node over HTTP: GET /status, POST /mine_block, POST /submit_block (docs/protocol.md, "Mining for a node"). The
// worker's thread.
#pragma once

#include "chaincore/net/http_client.hpp"
#include "chaincore/worker/node_link.hpp"

#include <utility>

namespace chaincore::worker {

class HttpLink final : public NodeLink {
public:
    explicit HttpLink(net::Endpoint endpoint) : client_(std::move(endpoint)) {}

    std::string url() const override { return client_.endpoint().url(); }
    Result<net::PeerStatus, Error> status(const std::stop_token& stop) override;
    Result<chain::Block, Error> block_template(const std::string& payee, std::chrono::milliseconds deadline,
                                               const std::stop_token& stop) override;
    Result<HandInAnswer, Error> hand_in(const chain::Block& block, const std::stop_token& stop) override;

private:
    net::HttpClient client_;
};

}  // namespace chaincore::worker
