// SPDX-License-Identifier: MIT
#include "cli/node_sentence.hpp"

#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/chain/in_quotes.hpp"

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

}  // namespace chaincore::cli
