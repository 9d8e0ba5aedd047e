// SPDX-License-Identifier: MIT
#include "api/json_object.hpp"
#include "api/lower_case.hpp"
#include "api/routes/address_text.hpp"
#include "api/routes/answers.hpp"
#include "api/routes/query_number.hpp"
#include "api/routes/routes.hpp"
#include "chaincore/crypto/address.hpp"
#include "chaincore/crypto/hash256.hpp"

#include <algorithm>

namespace chaincore::api {
namespace {

constexpr std::size_t kMaxQuery = 512;  // bytes: 128 characters of an address are no longer
constexpr std::size_t kMaxResults = 10;
constexpr std::size_t kShortestPrefix = 6;
constexpr std::uint64_t kSearchedBlocks = 1000;

struct Found {
    const char* kind;
    std::string target;
    std::string label;
};

// What goes by a name, in the order in which people mean it. An Error: the store failed.
class Search {
public:
    Search(const NodeService& service, std::string query)
        : service_(service), chain_(service.chain()), query_(std::move(query)), digits_(lower_case(query_)) {}

    Result<std::vector<Found>, Error> run() {
        for (const auto look :
             {&Search::by_height, &Search::by_hash, &Search::by_id, &Search::by_prefix, &Search::by_address})
            if (auto done = (this->*look)(); !done) return fail(done.error());
        return std::move(found_);
    }

private:
    Result<void, Error> by_height() {
        const auto height = whole_number(query_);
        return height && *height < chain_->length() ? add_block(*height) : Result<void, Error>();
    }

    Result<void, Error> by_hash() {
        const auto height = chain_->height_of(digits_);
        if (!height) return fail(height.error());
        return *height ? add_block(**height) : Result<void, Error>();
    }

    Result<void, Error> by_id() {
        const auto place = chain_->place_of(digits_);
        if (!place) return fail(place.error());
        const auto pool = service_.pooled_transactions();
        const bool is_pending = std::any_of(pool.begin(), pool.end(),
                                            [this](const auto& transaction) { return transaction->tx_id == digits_; });
        if (*place)
            add({"transaction", digits_, "transaction of block " + std::to_string((*place)->height)});
        else if (is_pending)
            add({"transaction", digits_, "transaction that waits for a block"});
        return {};
    }

    // Of the last blocks alone: there is no index of hashes by their beginnings.
    Result<void, Error> by_prefix() {
        const bool is_hex = std::all_of(digits_.begin(), digits_.end(),
                                        [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
        if (!is_hex || digits_.size() < kShortestPrefix || digits_.size() >= 64) return {};
        const std::uint64_t length = chain_->length();
        for (std::uint64_t height = length; height > length - std::min(length, kSearchedBlocks); --height) {
            const auto block = chain_->block_summary(height - 1);
            if (!block) return fail(block.error());
            if (block->hash.starts_with(digits_)) add_block(height - 1, block->hash);
        }
        return {};
    }

    // A valid one may wait for its first coin; any other text is one only where it has had some.
    Result<void, Error> by_address() {
        if (!is_address_text(query_)) return {};
        if (crypto::is_valid_address(query_)) return add({"address", query_, "address"}), Result<void, Error>();
        const auto history = chain_->history_of(query_, 0, 0);
        if (!history) return fail(history.error());
        if (history->transactions > 0) add({"address", query_, "address"});
        return {};
    }

    Result<void, Error> add_block(std::uint64_t height) {
        const auto block = chain_->block_summary(height);
        if (!block) return fail(block.error());
        add_block(height, block->hash);
        return {};
    }

    void add_block(std::uint64_t height, const std::string& hash) {
        add({"block", std::to_string(height), "block " + std::to_string(height) + ", " + hash});
    }

    void add(Found found) {
        if (found_.size() < kMaxResults) found_.push_back(std::move(found));
    }

    const NodeService& service_;
    const std::shared_ptr<const ChainView> chain_;
    const std::string query_;
    const std::string digits_;
    std::vector<Found> found_;
};

std::string_view without_blanks(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

Answer answer_search(const Call& call, const NodeService& service) {
    const auto given = call.query.find("q");
    const std::string query(given == call.query.end() ? "" : without_blanks(given->second));
    if (query.empty()) return refused("q must be a height, a hash, a transaction's id or an address");
    if (query.size() > kMaxQuery) return refused("q is longer than 512 bytes");
    const auto found = Search(service, query).run();
    if (!found) return store_failed();
    std::vector<std::string> results;
    for (const Found& result : *found)
        results.push_back(
            JsonObject().text("kind", result.kind).text("target", result.target).text("label", result.label).str());
    return {200, JsonObject().text("query", query).jsons("results", results).str()};
}

}  // namespace

void add_search_routes(RouteTable& routes, const NodeService& service) {
    routes.add({.path = "/api/v1/search", .lane = Lane::long_reads, .handle = [&service](const Call& call) {
                    return answer_search(call, service);
                }});
}

}  // namespace chaincore::api
