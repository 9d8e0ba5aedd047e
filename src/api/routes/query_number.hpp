// SPDX-License-Identifier: MIT
// A number in a request's query or path. Any thread.
#pragma once

#include "api/route.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace chaincore::api {

// 0 where it is negative, `absent` where it is not given; nothing where it is no whole number that could count blocks.
std::optional<std::uint64_t> query_number(const Call& call, const std::string& name, std::uint64_t absent);

// Digits alone, below 2^63; nothing else.
std::optional<std::uint64_t> whole_number(std::string_view text);

}  // namespace chaincore::api
