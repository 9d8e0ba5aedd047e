// SPDX-License-Identifier: MIT
#include "cli/node_sentence.hpp"

#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/chain/in_quotes.hpp"
#include "chaincore/chain/json_reader.hpp"

#include <cstddef>

namespace chaincore::cli {
namespace {

// in_quotes shows less.
constexpr std::size_t kLongestSentence = 500;

}  // namespace

std::string sentence_in_quotes(const std::string& text) {
    if (text.size() > kLongestSentence) return chain::in_quotes(text);
    std::string out;
    chain::append_json_string(out, text);
    return out;
}

std::string refusal_sentence(const std::string& url, const net::HttpAnswer& answer) {
    const auto body = chain::parse_json(answer.body);
    const chain::JsonValue* error = body ? body->find("error") : nullptr;
    const auto* reason = error == nullptr ? nullptr : error->get_if<std::string>();
    return url + " answered " + std::to_string(answer.status) +
           (reason == nullptr ? "" : ": " + sentence_in_quotes(*reason));
}

}  // namespace chaincore::cli
