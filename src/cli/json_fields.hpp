// SPDX-License-Identifier: MIT
// Members of a JSON object that somebody else wrote, as they can be shown. Pure functions.
#pragma once

#include "chaincore/chain/json_value.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace chaincore::cli {

// What is missing or of another kind is 0, false or empty; a text is printable ASCII of 128 characters at most.
double number_at(const chain::JsonValue& object, std::string_view key);
std::uint64_t count_at(const chain::JsonValue& object, std::string_view key);
bool truth_at(const chain::JsonValue& object, std::string_view key);
std::string text_at(const chain::JsonValue& object, std::string_view key);
bool is_number_at(const chain::JsonValue& object, std::string_view key);
bool is_object_at(const chain::JsonValue& object, std::string_view key);
// An object without members where it is missing.
const chain::JsonValue& object_at(const chain::JsonValue& object, std::string_view key);
const chain::JsonArray& array_at(const chain::JsonValue& object, std::string_view key);

// A stranger's text, of which no character acts on a terminal or is wider than one column.
std::string shown_text(std::string_view text);

}  // namespace chaincore::cli
