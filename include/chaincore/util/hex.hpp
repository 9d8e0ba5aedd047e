// SPDX-License-Identifier: MIT
// Bytes as hexadecimal text and back. Any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace chaincore::util {

// Two lower-case digits a byte.
std::string to_hex(std::span<const std::uint8_t> bytes);

enum class HexCase : std::uint8_t { either, lower };

// As many bytes as there is room for. False where the text is not exactly two digits for each of them; then there is
// nothing of use in it.
bool read_hex(std::string_view text, std::span<std::uint8_t> bytes, HexCase letters = HexCase::either);

// Digits in either case, nothing else: no blanks, no 0x, an even number of them.
std::optional<std::vector<std::uint8_t>> from_hex(std::string_view text);

}  // namespace chaincore::util
