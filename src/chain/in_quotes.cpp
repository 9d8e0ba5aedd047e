// SPDX-License-Identifier: MIT
#include "chaincore/chain/in_quotes.hpp"

#include "chaincore/chain/canonical_json.hpp"

namespace chaincore::chain {
namespace {

constexpr std::size_t kLongestShown = 80;  // bytes

// The beginning of a text, without half a character at its end.
std::string_view beginning_of(std::string_view text) {
    std::size_t length = kLongestShown;
    while (length > 0 && (static_cast<unsigned char>(text[length]) & 0xc0) == 0x80) --length;
    return text.substr(0, length);
}

}  // namespace

std::string in_quotes(std::string_view text) {
    const bool is_long = text.size() > kLongestShown;
    std::string out;
    append_json_string(out, is_long ? beginning_of(text) : text);
    return is_long ? out + "..." : out;
}

}  // namespace chaincore::chain
