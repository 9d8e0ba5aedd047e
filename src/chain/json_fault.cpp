// SPDX-License-Identifier: MIT
#include "chain/json_fault.hpp"

#include <simdjson.h>

#include <charconv>

namespace chaincore::chain {
namespace {

// The code unit of an escape \uXXXX that begins at `position`, or nothing where none does.
std::optional<unsigned> escaped_unit(std::string_view text, std::size_t position) {
    if (text.substr(position, 2) != "\\u" || position + 6 > text.size()) return std::nullopt;
    unsigned unit = 0;
    const char* const digits = text.data() + position + 2;
    if (std::from_chars(digits, digits + 4, unit, 16).ptr != digits + 4) return std::nullopt;
    return unit;
}

bool is_high(unsigned unit) { return unit >= 0xd800 && unit < 0xdc00; }
bool is_low(unsigned unit) { return unit >= 0xdc00 && unit < 0xe000; }

// Does the text escape one half of a surrogate pair without the other? Asked only of texts that were refused.
bool has_lone_surrogate(std::string_view text) {
    std::size_t position = text.find('\\');
    while (position != std::string_view::npos) {
        const auto unit = escaped_unit(text, position);
        std::size_t length = 2;
        if (unit) {
            const auto next = is_high(*unit) ? escaped_unit(text, position + 6) : std::nullopt;
            const bool is_pair = next && is_low(*next);
            if (is_low(*unit) || (is_high(*unit) && !is_pair)) return true;
            length = is_pair ? 12 : 6;
        }
        position = text.find('\\', position + length);
    }
    return false;
}

Rejection string_rejection(std::string_view text) {
    if (has_lone_surrogate(text)) return {Rule::lone_surrogate, "a string holds half of a surrogate pair"};
    return {Rule::invalid_json, "a string holds a malformed escape"};
}

}  // namespace

Rejection json_rejection(int simdjson_error, std::string_view text) {
    switch (simdjson_error) {
        case simdjson::UTF8_ERROR: return {Rule::invalid_utf8, "the text is not valid UTF-8"};
        case simdjson::DEPTH_ERROR: return {Rule::too_deep, "arrays and objects lie more than 64 deep in each other"};
        case simdjson::NUMBER_ERROR:
            return {Rule::invalid_number,
                    "a number is malformed or too large: integers go from -2^63 to 2^64-1, others must be finite"};
        case simdjson::STRING_ERROR: return string_rejection(text);
        case simdjson::EMPTY: return {Rule::invalid_json, "the text is empty"};
        case simdjson::CAPACITY: return {Rule::invalid_json, "the text is longer than 4 GB"};
        case simdjson::UNCLOSED_STRING: return {Rule::invalid_json, "a string has no end"};
        case simdjson::UNESCAPED_CHARS: return {Rule::invalid_json, "a string holds a control character as it is"};
        default: return {Rule::invalid_json, "the text is not JSON"};
    }
}

Verdict check_no_nul(std::string_view decoded) {
    if (decoded.find('\0') == std::string_view::npos) return {};
    return reject(Rule::nul_character, "a string holds U+0000");
}

}  // namespace chaincore::chain
