// SPDX-License-Identifier: MIT
#include "chaincore/chain/json_reader.hpp"

#include "chain/json_fault.hpp"
#include "chaincore/chain/in_quotes.hpp"

#include <simdjson.h>

#include <algorithm>

namespace chaincore::chain {
namespace {

namespace dom = simdjson::dom;

// Does a container lie more than `allowed` deep? simdjson counts a container when it enters it, and it does not enter
// an empty one.
bool lies_deeper(dom::element element, std::size_t allowed) {
    dom::array elements;
    dom::object members;
    if (element.get(elements) == simdjson::SUCCESS) {
        if (allowed == 0) return true;
        return std::any_of(elements.begin(), elements.end(), [&](auto item) { return lies_deeper(item, allowed - 1); });
    }
    if (element.get(members) != simdjson::SUCCESS) return false;
    if (allowed == 0) return true;
    return std::any_of(members.begin(), members.end(), [&](auto m) { return lies_deeper(m.value, allowed - 1); });
}

std::size_t count_separators(std::string_view text) {
    std::size_t count = 0;
    bool is_in_text = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '"') is_in_text = !is_in_text;
        if (is_in_text)
            i += c == '\\' ? 1 : 0;
        else
            count += c == ',' || c == ':' ? 1 : 0;
    }
    return count;
}

// Before anything is parsed: each value takes memory. A shorter text cannot have so many.
Verdict check_separators(std::string_view text) {
    if (text.size() <= kMaxSeparators) return {};
    const std::size_t count = count_separators(text);
    if (count <= kMaxSeparators) return {};
    return reject(Rule::block_too_large, "found " + std::to_string(count) + " commas and colons, expected at most " +
                                             std::to_string(kMaxSeparators));
}

// Parses into `parser`, which owns the document.
Result<dom::element, Rejection> parse_document(dom::parser& parser, std::string_view text) {
    if (text.empty()) return fail(json_rejection(simdjson::EMPTY, text));  // simdjson would copy from its null pointer
    // simdjson counts a container as entered before it compares: one more than the depth that is allowed.
    if (const auto error = parser.allocate(text.size(), kMaxJsonDepth + 1)) return fail(json_rejection(error, text));
    dom::element root;
    if (const auto error = parser.parse(text.data(), text.size()).get(root)) return fail(json_rejection(error, text));
    if (lies_deeper(root, kMaxJsonDepth)) return fail(json_rejection(simdjson::DEPTH_ERROR, text));
    return root;
}

Result<std::string, Rejection> take_string(std::string_view text) {
    if (auto verdict = check_no_nul(text); !verdict) return fail(verdict.error());
    return std::string(text);
}

Verdict refuse_equal_keys(const JsonObject& object) {
    std::vector<std::string_view> keys;
    for (const JsonMember& member : object) keys.push_back(member.key);
    std::sort(keys.begin(), keys.end());
    const auto twice = std::adjacent_find(keys.begin(), keys.end());
    if (twice == keys.end()) return {};
    return reject(Rule::duplicate_key, "an object has the key " + in_quotes(*twice) + " twice");
}

Result<JsonValue, Rejection> take_value(dom::element element);

Result<JsonValue, Rejection> take_array(dom::array elements) {
    JsonArray array;
    for (const dom::element element : elements) {
        auto value = take_value(element);
        if (!value) return value;
        array.push_back(*std::move(value));
    }
    return JsonValue{std::move(array)};
}

Result<JsonValue, Rejection> take_object(dom::object members) {
    JsonObject object;
    for (const auto [name, element] : members) {
        auto key = take_string(name);
        if (!key) return fail(key.error());
        auto value = take_value(element);
        if (!value) return value;
        object.push_back({*std::move(key), *std::move(value)});
    }
    if (auto unique = refuse_equal_keys(object); !unique) return fail(unique.error());
    return JsonValue{std::move(object)};
}

// Recursion ends at kMaxJsonDepth: the parser has refused what is deeper.
Result<JsonValue, Rejection> take_value(dom::element element) {
    switch (element.type()) {
        case dom::element_type::ARRAY: return take_array(element.get_array().value_unsafe());
        case dom::element_type::OBJECT: return take_object(element.get_object().value_unsafe());
        case dom::element_type::INT64: return JsonValue{Number{element.get_int64().value_unsafe()}};
        case dom::element_type::UINT64: return JsonValue{Number{element.get_uint64().value_unsafe()}};
        case dom::element_type::DOUBLE: return JsonValue{Number{element.get_double().value_unsafe()}};
        case dom::element_type::BOOL: return JsonValue{element.get_bool().value_unsafe()};
        case dom::element_type::NULL_VALUE: return JsonValue{nullptr};
        case dom::element_type::STRING: break;
    }
    auto text = take_string(element.get_string().value_unsafe());
    if (!text) return fail(text.error());
    return JsonValue{*std::move(text)};
}

}  // namespace

Result<JsonValue, Rejection> parse_json(std::string_view text) {
    dom::parser parser;
    const auto root = parse_document(parser, text);
    if (!root) return fail(root.error());
    return take_value(*root);
}

Verdict check_json_syntax(std::string_view text) {
    if (auto verdict = check_separators(text); !verdict) return verdict;
    dom::parser parser;
    const auto root = parse_document(parser, text);
    if (!root) return fail(root.error());
    return {};
}

}  // namespace chaincore::chain
