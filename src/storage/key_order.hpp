// SPDX-License-Identifier: MIT
// Sorts keys that have long beginnings in common, or none: eight bytes at a time, as numbers. Any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace chaincore::storage {

// Where the keys stand, in the order of their bytes; equal ones as they came.
std::vector<std::uint32_t> key_order(std::span<const std::string_view> keys);

}  // namespace chaincore::storage
