// SPDX-License-Identifier: MIT
// Any JSON document that our strict reader accepts. Any thread.
#pragma once

#include "chaincore/chain/number.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace chaincore::chain {

struct JsonMember;
struct JsonValue;
using JsonArray = std::vector<JsonValue>;
using JsonObject = std::vector<JsonMember>;  // in the order of the text; no two keys are equal

struct JsonValue {
    std::variant<std::nullptr_t, bool, Number, std::string, JsonArray, JsonObject> data;

    template <class T>
    const T* get_if() const {
        return std::get_if<T>(&data);
    }

    // The member of that name, or nullptr where there is none or this is no object.
    const JsonValue* find(std::string_view key) const;
};

struct JsonMember {
    std::string key;
    JsonValue value;
};

}  // namespace chaincore::chain
