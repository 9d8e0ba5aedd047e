// SPDX-License-Identifier: MIT
#include "api/json_object.hpp"

#include "chaincore/chain/number.hpp"

#include <nlohmann/json.hpp>

namespace chaincore::api {
namespace {

// Members may quote what strangers wrote, cut off anywhere: a broken character is replaced.
std::string json_string(std::string_view text) {
    return nlohmann::json(text).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
}

std::string list_of(const std::vector<std::string>& elements) {
    std::string list = "[";
    for (const std::string& element : elements) {
        if (list.size() > 1) list += ", ";
        list += element;
    }
    return list += ']';
}

}  // namespace

JsonObject& JsonObject::text(std::string_view key, std::string_view value) { return json(key, json_string(value)); }

JsonObject& JsonObject::texts(std::string_view key, const std::vector<std::string>& values) {
    std::vector<std::string> elements;
    elements.reserve(values.size());
    for (const std::string& value : values) elements.push_back(json_string(value));
    return jsons(key, elements);
}

JsonObject& JsonObject::integer(std::string_view key, std::uint64_t value) { return json(key, std::to_string(value)); }

JsonObject& JsonObject::real(std::string_view key, double value) { return json(key, chain::Number{value}.text()); }

JsonObject& JsonObject::truth(std::string_view key, bool value) { return json(key, value ? "true" : "false"); }

JsonObject& JsonObject::json(std::string_view key, std::string_view value) {
    if (!members_.empty()) members_ += ", ";
    members_.append(json_string(key)).append(": ").append(value);
    return *this;
}

JsonObject& JsonObject::jsons(std::string_view key, const std::vector<std::string>& values) {
    return json(key, list_of(values));
}

}  // namespace chaincore::api
