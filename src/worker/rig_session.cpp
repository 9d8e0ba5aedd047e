// SPDX-License-Identifier: MIT
#include "worker/rig_session.hpp"

#include "chaincore/chain/in_quotes.hpp"
#include "chaincore/stratum/message.hpp"
#include "chaincore/stratum/share_text.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace chaincore::worker {
namespace {

using chain::JsonArray;
using chain::JsonValue;

auto refuse(std::string why) { return fail(Error{std::move(why)}); }

std::optional<std::uint64_t> natural_at(const JsonArray& list, std::size_t place) {
    const auto* number = place < list.size() ? list[place].get_if<chain::Number>() : nullptr;
    return number == nullptr ? std::nullopt : number->to_natural();
}

// The digits and how many are left, from that place on.
std::optional<stratum::Slice> slice_at(const JsonArray& list, std::size_t place) {
    const auto* text = place < list.size() ? list[place].get_if<std::string>() : nullptr;
    if (text == nullptr || text->size() != stratum::Slice::kDigits ||
        natural_at(list, place + 1) != stratum::kDigitsOfWorker)
        return std::nullopt;
    std::uint32_t digits = 0;
    const char* const end = text->data() + text->size();
    const auto parsed = std::from_chars(text->data(), end, digits);
    if (parsed.ec != std::errc() || parsed.ptr != end) return std::nullopt;
    if (digits < stratum::Slice::kLowest || digits > stratum::Slice::kHighest) return std::nullopt;
    return stratum::Slice(digits);
}

auto refuse_slice() {
    return refuse("it gives no nonces: expected seven digits from 1000000 to 9223371, and that 12 are left");
}

bool is_true(const JsonValue& value) {
    const auto* truth = value.get_if<bool>();
    return truth != nullptr && *truth;
}

std::string words_of(const stratum::Answer& answer) {
    return answer.fault ? fmt::format("{} ({})", chain::in_quotes(answer.fault->words), answer.fault->code)
                        : "it does not say why";
}

Dismissed dismissal(const JsonArray& params) {
    const auto longest = static_cast<std::uint64_t>(RigSession::kLongestDismissal.count());
    return {std::chrono::seconds(std::min(natural_at(params, 2).value_or(0), longest))};
}

}  // namespace

std::string RigSession::request(std::string_view method, JsonArray params) {
    return stratum::request_line(++last_id_, method, std::move(params));
}

std::string RigSession::begin() {
    std::string line = request("mining.subscribe", {stratum::json_text("chaincore/" CHAINCORE_VERSION)});
    subscription_ = last_id_;
    return line;
}

std::string RigSession::ping() { return request("mining.ping", {}); }

std::string RigSession::submit(Share share, Time now) {
    std::string line = request("mining.submit", {stratum::json_text(user_), stratum::json_text(share.job->id),
                                                 stratum::json_text(std::to_string(share.hit.nonce)),
                                                 stratum::json_text(stratum::fraction_text(share.hit.fraction))});
    submitted_.emplace(last_id_, Submitted{std::move(share), now});
    return line;
}

RigSession::Time RigSession::unanswered_since() const {
    return submitted_.empty() ? Time::max() : submitted_.begin()->second.time;
}

Result<RigSession::Heard, Error> RigSession::hear(std::string_view line) {
    const auto message = stratum::read_message(line);
    if (!message) return refuse("it says what makes no sense: " + message.error().message);
    return std::visit([this](const auto& heard) { return hear(heard); }, *message);
}

Result<RigSession::Heard, Error> RigSession::hear(const stratum::Answer& answer) {
    if (answer.id == subscription_) return subscribed(answer);
    if (answer.id == authorization_) return authorized(answer);
    return judged(answer);
}

Result<RigSession::Heard, Error> RigSession::subscribed(const stratum::Answer& answer) {
    if (answer.fault) return refuse("it takes no workers: " + words_of(answer));
    const auto* result = answer.result.get_if<JsonArray>();
    slice_ = result == nullptr ? std::nullopt : slice_at(*result, 1);
    if (!slice_) return refuse_slice();
    std::string line = request("mining.authorize", {stratum::json_text(user_), stratum::json_text("")});
    authorization_ = last_id_;
    return Heard{std::move(line), {}};
}

Result<RigSession::Heard, Error> RigSession::authorized(const stratum::Answer& answer) const {
    if (answer.fault || !is_true(answer.result))
        return refuse("it does not take " + user_ + " as a worker: " + words_of(answer));
    return Heard{{}, Authorized{}};
}

RigSession::Heard RigSession::judged(const stratum::Answer& answer) {
    const auto found = submitted_.find(answer.id);
    if (found == submitted_.end()) return {};  // of a ping, or of nothing that we have asked
    JudgedShare judged{std::move(found->second.share), answer.fault};
    submitted_.erase(found);
    if (!judged.fault && !is_true(answer.result)) judged.fault = stratum::NodeFault{0, "no reason"};
    return {{}, std::move(judged)};
}

Result<RigSession::Heard, Error> RigSession::hear(const stratum::Notice& notice) {
    if (notice.method == "mining.notify") return take_job(notice.params);
    if (notice.method == "mining.set_difficulty") return take_difficulty(notice.params);
    if (notice.method == "mining.set_extranonce") {
        slice_ = slice_at(notice.params, 0);
        if (!slice_) return refuse_slice();
        return Heard{};
    }
    if (notice.method == "mining.rest") return Heard{{}, Rest{}};
    if (notice.method == "client.reconnect") return Heard{{}, dismissal(notice.params)};
    if (notice.id.get_if<std::nullptr_t>() != nullptr) return Heard{};
    if (notice.method == "mining.ping") return Heard{stratum::answer_line(notice.id, stratum::json_text("pong")), {}};
    return Heard{stratum::fault_line(notice.id, {stratum::FaultCode::other, "a worker does not know this method"}), {}};
}

Result<RigSession::Heard, Error> RigSession::take_difficulty(const JsonArray& params) {
    const auto difficulty = natural_at(params, 0);
    if (!difficulty || *difficulty == 0) return refuse("the difficulty that it sets is no integer from 1 on");
    difficulty_ = difficulty;
    return Heard{{}, NewDifficulty{*difficulty}};
}

Result<RigSession::Heard, Error> RigSession::take_job(const JsonArray& params) const {
    if (!slice_) return refuse("it gives a job before it has said which nonces are ours");
    if (!difficulty_) return refuse("it gives a job before it has said how difficult a share is");
    auto job = make_rig_job(params, *slice_, *difficulty_);
    if (!job) return refuse("its job makes no sense: " + job.error().message);
    return Heard{{}, std::make_shared<RigJob>(*std::move(job))};
}

}  // namespace chaincore::worker
