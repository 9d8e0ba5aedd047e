// SPDX-License-Identifier: MIT
#include "worker/node_answer.hpp"

#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/chain/in_quotes.hpp"
#include "chaincore/chain/json_reader.hpp"

namespace chaincore::worker {
namespace {

using chain::JsonValue;

constexpr std::size_t kLongestSentence = 500;  // bytes

// Nothing where it is no JSON: Flask's own errors are pages.
JsonValue read(std::string_view body) { return chain::parse_json(body).value_or(JsonValue{}); }

// "" where there is no such text.
std::string text_of(const JsonValue& answer, std::string_view name) {
    const JsonValue* member = answer.find(name);
    const auto* text = member != nullptr ? member->get_if<std::string>() : nullptr;
    return text != nullptr ? *text : "";
}

// A node's sentence, which may be longer than in_quotes shows.
std::string sentence_in_quotes(const std::string& text) {
    if (text.size() > kLongestSentence) return chain::in_quotes(text);
    std::string out;
    chain::append_json_string(out, text);
    return out;
}

std::string words_of(int status, const JsonValue& answer) {
    std::string words = std::to_string(status);
    if (const std::string reason = text_of(answer, "reason"); !reason.empty()) words += " " + chain::in_quotes(reason);
    if (const std::string error = text_of(answer, "error"); !error.empty()) words += ": " + sentence_in_quotes(error);
    return words;
}

// Ours takes a block that came second, and says so.
bool is_on_side_branch(const JsonValue& answer) {
    const JsonValue* member = answer.find("on_best_chain");
    const bool* is_on_best_chain = member != nullptr ? member->get_if<bool>() : nullptr;
    return is_on_best_chain != nullptr && !*is_on_best_chain;
}

Verdict verdict_of(int status, const JsonValue& answer) {
    if (status == 200 && text_of(answer, "status") == "accepted")
        return is_on_side_branch(answer) ? Verdict::stale : Verdict::accepted;
    if (status == 409) return Verdict::stale;
    if (status == 429 || status == 503) return Verdict::busy;
    if (status >= 500) return Verdict::failed;
    // Era A says the same 400 to everything, and gives no reason.
    if (status >= 400 && !text_of(answer, "reason").empty()) return Verdict::refused;
    return Verdict::unclear;
}

}  // namespace

std::string words_of(int status, std::string_view body) { return words_of(status, read(body)); }

HandInAnswer judge_hand_in(int status, std::string_view body) {
    const JsonValue answer = read(body);
    return {verdict_of(status, answer), words_of(status, answer)};
}

}  // namespace chaincore::worker
