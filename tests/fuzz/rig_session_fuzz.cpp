// SPDX-License-Identifier: MIT
// What a Stratum node says to a worker, line by line, to one that has just called and to one that has been welcomed: a
// job that is taken is searched as the very text that the node hashes, among the nonces of the session.
#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/crypto/hash256.hpp"
#include "chaincore/crypto/sha256.hpp"
#include "chaincore/stratum/answer.hpp"
#include "fuzz/require.hpp"
#include "worker/rig_session.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

using namespace chaincore;
using fuzz::require;
using worker::RigJob;
using worker::RigSession;

namespace {

constexpr std::string_view kWelcome[] = {R"({"id": 1, "result": [[], "1000007", 12], "error": null})",
                                         R"({"id": 2, "result": true, "error": null})",
                                         R"({"id": null, "method": "mining.set_difficulty", "params": [16777216]})"};

std::string text_at(const chain::JsonArray& params, std::size_t place) { return *params[place].get_if<std::string>(); }

void check_hit(const RigJob& job, const chain::JsonArray& params, const miner::Hit& hit) {
    const std::string text = text_at(params, 1) + std::to_string(hit.nonce) + text_at(params, 2) +
                             fmt::format("{:06}", hit.fraction) + text_at(params, 3);
    require(candidate_hash(job.job, hit) == crypto::double_sha256(text), "what is searched is what the node hashes");
}

void check_job(const RigJob& job, std::string_view line) {
    const auto message = stratum::read_message(line);
    const chain::JsonArray& params = std::get<stratum::Notice>(*message).params;
    const miner::NonceRange nonces = job.slice.nonces();
    const miner::SearchWindow& window = job.job.window;
    require(job.id == text_at(params, 0) && !job.id.empty() && job.id.size() <= 64, "a job has its id");
    require(nonces.first >= miner::kLowestNonce && nonces.last <= miner::kHighestNonce, "nonces have 19 digits");
    require(job.difficulty >= 1, "a share takes a try at least");
    require(job.zeros >= 1 && job.zeros <= 64, "a block takes zeros");
    require(job.job.difficulty >= 1 && job.job.difficulty <= job.zeros, "a search misses no block");
    require(window.first <= window.last && window.last < 1'000'000, "a window is within its second");
    for (const miner::Hit hit : {miner::Hit{nonces.first, window.first}, miner::Hit{nonces.last, window.last}})
        check_hit(job, params, hit);
}

void check_reply(const std::string& reply) {
    if (reply.empty()) return;
    require(reply.find('\n') == reply.size() - 1, "a reply is one line");
}

void hear(RigSession session, std::string_view lines) {
    while (!lines.empty()) {
        const std::string_view line = lines.substr(0, lines.find('\n'));
        lines.remove_prefix(std::min(lines.size(), line.size() + 1));
        const auto heard = session.hear(line);
        if (!heard) {
            require(!heard.error().message.empty(), "a complaint has words");
            return;
        }
        check_reply(heard->reply);
        if (const auto* job = std::get_if<std::shared_ptr<RigJob>>(&heard->event)) check_job(**job, line);
        if (const auto* dismissed = std::get_if<worker::Dismissed>(&heard->event))
            require(dismissed->pause.count() >= 0 && dismissed->pause <= RigSession::kLongestDismissal,
                    "nobody is sent away for long");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view lines = fuzz::as_text(data, size);
    RigSession session("1Jyvk4XMZcQfTiefmrcCqUNvYU2JCARZdJ.rig");
    session.begin();
    hear(session, lines);
    for (const std::string_view line : kWelcome) require(session.hear(line).has_value(), "a welcome is understood");
    hear(session, lines);
    return 0;
}
