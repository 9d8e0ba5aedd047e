// SPDX-License-Identifier: MIT
// A 256-bit digest. Any thread.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace chaincore::crypto {

struct Hash256 {
    std::array<std::uint8_t, 32> bytes{};

    auto operator<=>(const Hash256&) const = default;

    // 64 lower-case digits, first byte first.
    std::string to_hex() const;

    // Exactly 64 lower-case digits: the only form in which an id or a hash may stand on the wire.
    static std::optional<Hash256> from_hex(std::string_view text);
};

}  // namespace chaincore::crypto

template <>
struct std::hash<chaincore::crypto::Hash256> {
    std::size_t operator()(const chaincore::crypto::Hash256& digest) const noexcept {
        std::size_t value = 0;
        std::memcpy(&value, digest.bytes.data(), sizeof value);
        return value;
    }
};
