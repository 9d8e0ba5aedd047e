// SPDX-License-Identifier: MIT
#include "sync/fake_peer.hpp"

#include "chaincore/chain/block_reader.hpp"
#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/consensus/chain_work.hpp"

#include <algorithm>
#include <chrono>

namespace chaincore::test {
namespace {

constexpr std::chrono::seconds kLongWait{10};

std::string join(const std::vector<std::string>& texts) {
    std::string joined;
    for (const std::string& text : texts) joined += (joined.empty() ? "" : ",") + text;
    return joined;
}

// "GET /path?query HTTP/1.1"
std::string path_of(const std::string& request) {
    const std::size_t begin = request.find(' ') + 1;
    return request.substr(begin, request.find(' ', begin) - begin);
}

std::uint64_t number_behind(const std::string& path, const std::string& name) {
    return std::stoull(path.substr(path.find(name) + name.size()));
}

std::string header_of(const std::string& text) {
    const auto block = chain::BlockReader().read_block(text);
    if (!block) return "{}";
    const chain::BlockHeader& header = block->header;
    return "{\"index\": " + header.height.text() + ", \"hash\": \"" + block->hash + "\", \"previous_hash\": \"" +
           header.previous_hash + "\", \"timestamp\": " + header.timestamp.text() +
           ", \"target_difficulty\": " + header.target_difficulty.text() + ", \"nonce\": " + header.nonce.text() +
           ", \"merkle_root\": \"" + header.merkle_root + "\"}";
}

}  // namespace

std::vector<std::string> texts_of(const TestChain& chain) {
    std::vector<std::string> texts;
    for (std::size_t height = 0; height < chain.replay().length(); ++height)
        texts.push_back(canonical_json(chain.block(height)));
    return texts;
}

std::vector<std::string> texts_of(const std::vector<chain::Block>& blocks) {
    std::vector<std::string> texts;
    for (const chain::Block& block : blocks) texts.push_back(canonical_json(block));
    return texts;
}

std::vector<std::string> with_false_hash(const TestChain& chain, std::size_t height) {
    std::vector<std::string> texts = texts_of(chain);
    chain::Block block = chain.block(height);
    block.hash[63] ^= 1;
    texts[height] = texts_of(std::vector{block})[0];
    return texts;
}

std::vector<std::string> with_inflated_coinbase(const TestChain& chain, std::size_t height) {
    chain::Block block = chain.block(height);
    chain::Transaction& coinbase = block.transactions[0];
    coinbase.outputs[0].amount = chain::Number{60.0};
    coinbase.tx_id = chain::transaction_id(coinbase).to_hex();
    block.header.merkle_root = coinbase.tx_id;
    mine(block, 1);
    std::vector<std::string> texts = texts_of(chain);
    texts.resize(height);
    texts.push_back(texts_of(std::vector{block})[0]);
    return texts;
}

std::string list_of(const std::vector<std::string>& blocks, const std::string& key) {
    return "{\"length\": " + std::to_string(blocks.size()) + ", \"" + key + "\": [" + join(blocks) + "]}";
}

std::string headers_of(const std::vector<std::string>& blocks) {
    std::vector<std::string> headers;
    for (const std::string& block : blocks) headers.push_back(header_of(block));
    return list_of(headers, "headers");
}

std::string http(int status, const std::string& body) {
    return "HTTP/1.1 " + std::to_string(status) + " X\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
           body;
}

void FakePeer::set_blocks(std::vector<std::string> blocks) {
    const std::lock_guard lock(mutex_);
    blocks_ = std::move(blocks);
}

void FakePeer::claim(std::uint64_t length) {
    const std::lock_guard lock(mutex_);
    claim_ = length;
}

void FakePeer::claim_work(std::uint64_t work) {
    const std::lock_guard lock(mutex_);
    work_ = work;
}

void FakePeer::set_most_in_a_range(std::uint64_t count) {
    const std::lock_guard lock(mutex_);
    most_in_a_range_ = count;
}

void FakePeer::on(const std::string& path, RawServer::Handler handler) {
    const std::lock_guard lock(mutex_);
    handlers_[path] = std::move(handler);
}

void FakePeer::answer(const std::string& path, std::string bytes) {
    on(path, [bytes = std::move(bytes)](const Connection& connection) { connection.send(bytes); });
}

std::vector<std::string> FakePeer::requests() const {
    const std::lock_guard lock(mutex_);
    return requests_;
}

std::size_t FakePeer::status_count() const {
    const std::lock_guard lock(mutex_);
    return status_count_;
}

bool FakePeer::wait_for_status_count(std::size_t count) const {
    std::unique_lock lock(mutex_);
    return asked_.wait_for(lock, kLongWait, [&] { return status_count_ >= count; });
}

bool FakePeer::wait_for_request(const std::string& path) const {
    std::unique_lock lock(mutex_);
    return asked_.wait_for(lock, kLongWait,
                           [&] { return std::find(requests_.begin(), requests_.end(), path) != requests_.end(); });
}

void FakePeer::serve(const Connection& connection) {
    const std::string path = path_of(connection.read_request());
    {
        const std::lock_guard lock(mutex_);
        if (path == "/status")
            ++status_count_;
        else
            requests_.push_back(path);
        asked_.notify_all();
    }
    if (const auto handler = find_handler(path)) return handler(connection);
    connection.send(answer_to(path));
}

RawServer::Handler FakePeer::find_handler(const std::string& path) const {
    const std::lock_guard lock(mutex_);
    for (const auto& [begin, handler] : handlers_)
        if (path.starts_with(begin)) return handler;
    return nullptr;
}

std::string FakePeer::answer_to(const std::string& path) const {
    const std::lock_guard lock(mutex_);
    if (path == "/status") return http(200, status());
    if (path == "/blockchain") return http(200, list_of(blocks_));
    if (dialect_ == net::Dialect::seed) return http(404, "<html></html>");
    if (path.starts_with("/blocks/range?")) return http(200, range(path));
    if (path.starts_with("/blockchain/headers")) return http(200, headers(path));
    return http(404, "<html></html>");
}

std::string FakePeer::status() const {
    std::string text = "{\"blockchain_length\": " + std::to_string(claim_.value_or(blocks_.size()));
    if (dialect_ == net::Dialect::b) text += ", \"thread_safe\": true";
    if (dialect_ == net::Dialect::ours) text += ", \"software\": \"chaincore/1\"";
    if (work_) text += ", \"chain_work\": \"" + to_hex(consensus::ChainWork{0, *work_}) + "\"";
    return text + "}";
}

// Era B tells all, whatever it is asked for.
std::string FakePeer::headers(const std::string& path) const {
    const bool is_all = dialect_ == net::Dialect::b;
    const std::uint64_t start = is_all ? 0 : std::min<std::uint64_t>(number_behind(path, "start="), blocks_.size());
    const std::uint64_t count = is_all ? blocks_.size() : number_behind(path, "count=");
    const std::uint64_t end = std::min<std::uint64_t>(blocks_.size(), start + count);
    return headers_of(
        {blocks_.begin() + static_cast<std::ptrdiff_t>(start), blocks_.begin() + static_cast<std::ptrdiff_t>(end)});
}

std::string FakePeer::range(const std::string& path) const {
    const std::uint64_t start = std::min<std::uint64_t>(number_behind(path, "start="), blocks_.size());
    const std::uint64_t asked = number_behind(path, "end=") + 1;
    const std::uint64_t end = std::min({asked, blocks_.size(), start + most_in_a_range_});
    std::vector<std::string> part;
    for (std::uint64_t at = start; at < end; ++at) part.push_back(blocks_[at]);
    return list_of(part, "blocks");
}

}  // namespace chaincore::test
