// SPDX-License-Identifier: MIT
#include "chaincore/crypto/hash256.hpp"

#include "chaincore/util/hex.hpp"

#include <array>
#include <cstdint>

namespace chaincore::crypto {
namespace {

// 255 for what is no lower-case digit.
constexpr std::array<std::uint8_t, 256> kDigitValues = [] {
    std::array<std::uint8_t, 256> values{};
    values.fill(255);
    for (std::uint8_t i = 0; i < 16; ++i) values[static_cast<unsigned char>("0123456789abcdef"[i])] = i;
    return values;
}();

}  // namespace

std::string Hash256::to_hex() const { return util::to_hex(bytes); }

std::optional<Hash256> Hash256::from_hex(std::string_view text) {
    Hash256 digest;
    if (text.size() != 2 * digest.bytes.size()) return std::nullopt;
    unsigned seen = 0;
    for (std::size_t i = 0; i < digest.bytes.size(); ++i) {
        const unsigned high = kDigitValues[static_cast<unsigned char>(text[2 * i])];
        const unsigned low = kDigitValues[static_cast<unsigned char>(text[2 * i + 1])];
        seen |= high | low;
        digest.bytes[i] = static_cast<std::uint8_t>(high << 4 | low);
    }
    if (seen > 15) return std::nullopt;
    return digest;
}

}  // namespace chaincore::crypto
