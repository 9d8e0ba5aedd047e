// SPDX-License-Identifier: MIT
// Random bytes from the operating system: fit for tokens and for names that nobody should guess. Any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace chaincore::util {

void fill_random(std::span<std::uint8_t> bytes);
std::uint64_t random_number();
// Two lower-case digits a byte.
std::string random_hex(std::size_t bytes);

}  // namespace chaincore::util
