// SPDX-License-Identifier: MIT
#include "api/json_object.hpp"
#include "api/list_source.hpp"
#include "api/routes/answers.hpp"
#include "api/routes/query_number.hpp"
#include "api/routes/routes.hpp"
#include "chaincore/util/check.hpp"

#include <algorithm>

namespace chaincore::api {
namespace {

using ViewPtr = std::shared_ptr<const ChainView>;

constexpr std::uint64_t kMaxRangeBlocks = 1000;
constexpr std::uint64_t kDefaultRangeStep = 100;
constexpr std::uint64_t kMaxRangeBytes = std::uint64_t{32} << 20;
constexpr std::uint64_t kMaxHeaders = 2000;
// A header row has blanks up to this at its end, so that the length of all is known before the first is read. The
// three texts have 64 characters at most and the numbers 24.
constexpr std::size_t kHeaderRowBytes = 416;

Result<std::uint64_t, Error> text_bytes(const ChainView& chain, const RowRange& rows) {
    if (rows.count() == 0) return 0;
    return chain.text_bytes(rows.begin, rows.end - 1);
}

Answer stream_blocks(const ViewPtr& chain, std::string before, const RowRange& rows, std::string behind) {
    const auto bytes = text_bytes(*chain, rows);
    if (!bytes) return store_failed();
    Answer answer;
    answer.source = std::make_unique<ListSource>(
        std::move(before), rows, [chain](std::uint64_t height) { return chain->block_text(height); }, *bytes,
        std::move(behind));
    return answer;
}

Answer answer_chain(const ViewPtr& chain) {
    const std::string length = std::to_string(chain->length());
    Answer answer = stream_blocks(chain, R"({"chain": [)", {0, chain->length()}, R"(], "length": )" + length + '}');
    answer.headers.emplace_back("X-Blockchain-Length", length);
    return answer;
}

// As many of the rows as fit into an answer, but at least one.
Result<RowRange, Error> shorten(const ChainView& chain, const RowRange& rows) {
    std::uint64_t fits = rows.begin;
    std::uint64_t too_many = rows.end + 1;
    while (too_many - fits > 1) {
        const std::uint64_t middle = fits + (too_many - fits) / 2;
        const auto bytes = text_bytes(chain, {rows.begin, middle});
        if (!bytes) return fail(bytes.error());
        (*bytes <= kMaxRangeBytes ? fits : too_many) = middle;
    }
    return RowRange{rows.begin, std::min(std::max(fits, rows.begin + 1), rows.end)};
}

// The blocks start..end, as far as they are there; end itself is among them.
RowRange asked_range(std::uint64_t start, std::uint64_t end, std::uint64_t length) {
    const std::uint64_t begin = std::min(start, length);
    if (end < begin) return {begin, begin};
    const std::uint64_t count = std::min(end - begin, kMaxRangeBlocks - 1) + 1;
    return {begin, std::min(begin + count, length)};
}

Answer answer_range(const Call& call, const ViewPtr& chain) {
    const auto start = query_number(call, "start", 0);
    if (!start) return refused("start must be a whole number below 2^63");
    const auto end = query_number(call, "end", *start + kDefaultRangeStep);
    if (!end) return refused("end must be a whole number below 2^63");
    const auto rows = shorten(*chain, asked_range(*start, *end, chain->length()));
    if (!rows) return store_failed();
    // What is served, or of an empty answer what was asked.
    const std::string tail = JsonObject()
                                 .integer("start_index", *start)
                                 .integer("end_index", rows->count() > 0 ? rows->end - 1 : *end)
                                 .integer("actual_count", rows->count())
                                 .str();
    return stream_blocks(chain, R"({"status": "success", "blocks": [)", *rows, "], " + tail.substr(1));
}

std::string header_row(const BlockSummary& summary) {
    const chain::BlockHeader& header = summary.header;
    std::string row = JsonObject()
                          .json("index", header.height.text())
                          .text("hash", summary.hash)
                          .text("previous_hash", header.previous_hash)
                          .json("timestamp", header.timestamp.text())
                          .json("target_difficulty", header.target_difficulty.text())
                          .json("nonce", header.nonce.text())
                          .text("merkle_root", header.merkle_root)
                          .str();
    CHAINCORE_CHECK(row.size() <= kHeaderRowBytes);
    row.resize(kHeaderRowBytes, ' ');
    return row;
}

Answer answer_headers(const Call& call, const ViewPtr& chain) {
    const bool is_all = !call.query.contains("start") && !call.query.contains("count");
    const auto start = query_number(call, "start", 0);
    if (!start) return refused("start must be a whole number below 2^63");
    const auto count = query_number(call, "count", kMaxHeaders);
    if (!count) return refused("count must be a whole number below 2^63");
    const std::uint64_t begin = std::min(*start, chain->length());
    const std::uint64_t left = chain->length() - begin;
    const RowRange rows{begin, begin + (is_all ? left : std::min({left, *count, kMaxHeaders}))};
    const auto row_at = [chain](std::uint64_t height) -> Result<std::string, Error> {
        return chain->block_summary(height).map(header_row);
    };
    Answer answer;
    answer.source = std::make_unique<ListSource>(R"({"headers": [)", rows, row_at, rows.count() * kHeaderRowBytes,
                                                 R"(], "count": )" + std::to_string(rows.count()) + '}');
    return answer;
}

Result<std::string, Error> chain_info(const ChainView& chain) {
    JsonObject info;
    info.integer("length", chain.length());
    if (chain.length() == 0) return info.json("genesis_hash", "null").json("latest_hash", "null").str();
    const auto genesis = chain.block_summary(0);
    if (!genesis) return fail(genesis.error());
    const auto latest = chain.block_summary(chain.length() - 1);
    if (!latest) return fail(latest.error());
    return info.text("genesis_hash", genesis->hash)
        .text("latest_hash", latest->hash)
        .json("latest_timestamp", latest->header.timestamp.text())
        .integer("latest_index", chain.length() - 1)
        .str();
}

Answer answer_info(const NodeService& service, std::uint16_t port) {
    const auto info = chain_info(*service.chain());
    if (!info) return store_failed();
    return {200, JsonObject()
                     .text("status", "success")
                     .json("chain_info", *info)
                     .text("node_id", service.status().node_id)
                     .integer("api_port", port)
                     .str()};
}

}  // namespace

void add_chain_routes(RouteTable& routes, const NodeService& service, std::uint16_t port) {
    for (const char* path : {"/chain", "/blockchain"})
        routes.add({.path = path, .handle = [&service](const Call&) { return answer_chain(service.chain()); }});
    routes.add({.path = "/blocks/range",
                .handle = [&service](const Call& call) { return answer_range(call, service.chain()); }});
    routes.add({.path = "/blockchain/headers",
                .handle = [&service](const Call& call) { return answer_headers(call, service.chain()); }});
    routes.add({.path = "/chain/info", .handle = [&service, port](const Call&) { return answer_info(service, port); }});
}

}  // namespace chaincore::api
