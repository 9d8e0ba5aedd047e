// SPDX-License-Identifier: MIT
#include "api/routes/query_number.hpp"

#include <algorithm>
#include <charconv>

namespace chaincore::api {

namespace {

std::optional<std::int64_t> signed_number(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    return fault != std::errc() || end != text.data() + text.size() ? std::nullopt : std::optional(value);
}

}  // namespace

std::optional<std::uint64_t> whole_number(std::string_view text) {
    const auto value = signed_number(text);
    return value && text[0] != '-' ? std::optional(static_cast<std::uint64_t>(*value)) : std::nullopt;
}

std::optional<std::uint64_t> query_number(const Call& call, const std::string& name, std::uint64_t absent) {
    const auto found = call.query.find(name);
    if (found == call.query.end()) return absent;
    const auto value = signed_number(found->second);
    return value ? std::optional(static_cast<std::uint64_t>(std::max<std::int64_t>(*value, 0))) : std::nullopt;
}

}  // namespace chaincore::api
