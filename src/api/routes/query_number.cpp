// SPDX-License-Identifier: MIT
#include "api/routes/query_number.hpp"

#include <algorithm>
#include <charconv>

namespace chaincore::api {

std::optional<std::uint64_t> query_number(const Call& call, const std::string& name, std::uint64_t absent) {
    const auto found = call.query.find(name);
    if (found == call.query.end()) return absent;
    const std::string& text = found->second;
    std::int64_t value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (fault != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return static_cast<std::uint64_t>(std::max<std::int64_t>(value, 0));
}

}  // namespace chaincore::api
