// SPDX-License-Identifier: MIT
#include "cli/json_fields.hpp"

#include <cmath>

namespace chaincore::cli {
namespace {

using chain::JsonValue;

constexpr std::size_t kLongestText = 128;

template <class T>
const T* member(const JsonValue& object, std::string_view key) {
    const JsonValue* value = object.find(key);
    return value == nullptr ? nullptr : value->get_if<T>();
}

}  // namespace

double number_at(const JsonValue& object, std::string_view key) {
    const auto* number = member<chain::Number>(object, key);
    const double value = number == nullptr ? 0 : number->to_double();
    return std::isfinite(value) ? value : 0;
}

std::uint64_t count_at(const JsonValue& object, std::string_view key) {
    const auto* number = member<chain::Number>(object, key);
    return number == nullptr ? 0 : number->to_natural().value_or(0);
}

bool truth_at(const JsonValue& object, std::string_view key) {
    const auto* truth = member<bool>(object, key);
    return truth != nullptr && *truth;
}

std::string text_at(const JsonValue& object, std::string_view key) {
    const auto* text = member<std::string>(object, key);
    return text == nullptr ? std::string() : shown_text(*text);
}

bool is_number_at(const JsonValue& object, std::string_view key) {
    return member<chain::Number>(object, key) != nullptr;
}

bool is_object_at(const JsonValue& object, std::string_view key) {
    return member<chain::JsonObject>(object, key) != nullptr;
}

const JsonValue& object_at(const JsonValue& object, std::string_view key) {
    static const JsonValue kNothing{chain::JsonObject{}};
    const JsonValue* value = object.find(key);
    return value != nullptr && value->get_if<chain::JsonObject>() != nullptr ? *value : kNothing;
}

const chain::JsonArray& array_at(const JsonValue& object, std::string_view key) {
    static const chain::JsonArray kNothing;
    const auto* array = member<chain::JsonArray>(object, key);
    return array == nullptr ? kNothing : *array;
}

std::string shown_text(std::string_view text) {
    std::string shown(text.substr(0, kLongestText));
    for (char& c : shown)
        if (c < ' ' || c > '~') c = '?';
    return shown;
}

}  // namespace chaincore::cli
