// SPDX-License-Identifier: MIT
#include "chaincore/worker/http_link.hpp"

#include "chaincore/chain/canonical_json.hpp"
#include "worker/block_template.hpp"
#include "worker/node_answer.hpp"

namespace chaincore::worker {
namespace {

constexpr int kOk = 200;
constexpr std::size_t kMostStatusBytes = std::size_t{64} << 10;
constexpr std::size_t kMostAnswerBytes = std::size_t{256} << 10;
// A block of 4 MiB as a node writes it that indents and adds remarks of its own.
constexpr std::size_t kMostTemplateBytes = std::size_t{16} << 20;

// Era A tells its peers first, and gives each that is frozen 10 s.
constexpr std::chrono::seconds kHandInDeadline{30};

constexpr const char* kStatusPath = "/status";
constexpr const char* kTemplatePath = "/mine_block";
constexpr const char* kHandInPath = "/submit_block";

std::string request_for(const std::string& payee) {
    std::string body = R"({"miner_address": )";
    chain::append_json_string(body, payee);
    return body + '}';
}

auto not_ok(const std::string& url, const net::HttpAnswer& answer) {
    return fail(Error{url + ": the node answered " + words_of(answer.status, answer.body) + ", expected 200"});
}

// Puts the URL before what a reader of answers says.
template <class T>
Result<T, Error> named(Result<T, Error> result, const std::string& url) {
    if (!result) return fail(Error{url + ": " + result.error().message});
    return result;
}

}  // namespace

Result<net::PeerStatus, Error> HttpLink::status(const std::stop_token& stop) {
    const auto answer = client_.get(kStatusPath, {net::kQuickDeadline, kMostStatusBytes, stop});
    if (!answer) return fail(answer.error());
    if (answer->status != kOk) return not_ok(url() + kStatusPath, *answer);
    return named(net::parse_peer_status(answer->body), url() + kStatusPath);
}

Result<chain::Block, Error> HttpLink::block_template(const std::string& payee, std::chrono::milliseconds deadline,
                                                     const std::stop_token& stop) {
    const auto answer = client_.post_json(kTemplatePath, request_for(payee), {}, {deadline, kMostTemplateBytes, stop});
    if (!answer) return fail(answer.error());
    if (answer->status != kOk) return not_ok(url() + kTemplatePath, *answer);
    return named(read_block_template(answer->body, payee), url() + kTemplatePath);
}

Result<HandInAnswer, Error> HttpLink::hand_in(const chain::Block& block, const std::stop_token& stop) {
    const auto answer = client_.post_json(kHandInPath, canonical_json(block), {{"X-Local-Mining", "true"}},
                                          {kHandInDeadline, kMostAnswerBytes, stop});
    if (!answer) return fail(answer.error());
    return judge_hand_in(answer->status, answer->body);
}

}  // namespace chaincore::worker
