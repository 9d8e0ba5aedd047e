// SPDX-License-Identifier: MIT
// A peer that serves a chain over HTTP as a dialect does, until a test makes it lie. Any thread.
#pragma once

#include "chaincore/chain/block.hpp"
#include "chaincore/net/peer_status.hpp"
#include "net/raw_server.hpp"
#include "support/test_chain.hpp"

#include <condition_variable>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace chaincore::test {

std::vector<std::string> texts_of(const TestChain& chain);
std::vector<std::string> texts_of(const std::vector<chain::Block>& blocks);

// The block at that height is right in everything else.
std::vector<std::string> with_false_hash(const TestChain& chain, std::size_t height);
// Up to a block at that height that pays its miner too much and is right in everything else: the reference takes it.
std::vector<std::string> with_inflated_coinbase(const TestChain& chain, std::size_t height);

// {"length": ..., "chain": [...]}, and with another key the same for ranges.
std::string list_of(const std::vector<std::string>& blocks, const std::string& key = "chain");
// As GET /blockchain/headers has them.
std::string headers_of(const std::vector<std::string>& blocks);
std::string http(int status, const std::string& body);

class FakePeer {
public:
    explicit FakePeer(std::vector<std::string> blocks, net::Dialect dialect = net::Dialect::seed)
        : dialect_(dialect), blocks_(std::move(blocks)), server_([this](const Connection& c) { serve(c); }) {}

    net::Endpoint endpoint() const { return server_.endpoint(); }

    void set_blocks(std::vector<std::string> blocks);
    // In /status, whatever it has.
    void claim(std::uint64_t length);
    void claim_work(std::uint64_t work);
    // Of one answer.
    void set_most_in_a_range(std::uint64_t count);
    // Whatever begins so is answered by that.
    void on(const std::string& path, RawServer::Handler handler);
    void answer(const std::string& path, std::string bytes);

    // Paths with their queries, /status left out.
    std::vector<std::string> requests() const;
    std::size_t status_count() const;
    // Ten seconds at most.
    bool wait_for_status_count(std::size_t count) const;
    bool wait_for_request(const std::string& path) const;

private:
    void serve(const Connection& connection);
    RawServer::Handler find_handler(const std::string& path) const;
    std::string answer_to(const std::string& path) const;
    std::string status() const;
    std::string range(const std::string& path) const;
    std::string headers(const std::string& path) const;

    const net::Dialect dialect_;
    mutable std::mutex mutex_;
    mutable std::condition_variable asked_;
    std::vector<std::string> blocks_;  // guarded by mutex_, as all below
    std::optional<std::uint64_t> claim_;
    std::optional<std::uint64_t> work_;
    std::uint64_t most_in_a_range_ = 1000;
    std::map<std::string, RawServer::Handler> handlers_;
    std::vector<std::string> requests_;
    std::size_t status_count_ = 0;
    RawServer server_;
};

}  // namespace chaincore::test
