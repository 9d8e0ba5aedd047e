// SPDX-License-Identifier: MIT
#include "chaincore/chain/json_value.hpp"

#include <algorithm>

namespace chaincore::chain {

const JsonValue* JsonValue::find(std::string_view key) const {
    const auto* object = get_if<JsonObject>();
    if (object == nullptr) return nullptr;
    const auto member = std::find_if(object->begin(), object->end(), [&](const JsonMember& m) { return m.key == key; });
    return member == object->end() ? nullptr : &member->value;
}

}  // namespace chaincore::chain
