// SPDX-License-Identifier: MIT
// Base58 with Bitcoin's alphabet, for the 25 bytes of an address. Any thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace chaincore::crypto {

using AddressBytes = std::array<std::uint8_t, 25>;

std::string to_base58(const AddressBytes& bytes);

// The text must stand for exactly 25 bytes, leading zeros included.
std::optional<AddressBytes> from_base58(std::string_view text);

}  // namespace chaincore::crypto
