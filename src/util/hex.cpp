// SPDX-License-Identifier: MIT
#include "chaincore/util/hex.hpp"

#include <array>
#include <initializer_list>

namespace chaincore::util {
namespace {

using DigitValues = std::array<std::uint8_t, 256>;

// 255 for what is no digit.
constexpr DigitValues digit_values(std::initializer_list<const char*> alphabets) {
    DigitValues values{};
    values.fill(255);
    for (const char* digits : alphabets)
        for (std::uint8_t i = 0; i < 16; ++i) values[static_cast<unsigned char>(digits[i])] = i;
    return values;
}

constexpr DigitValues kLower = digit_values({"0123456789abcdef"});
constexpr DigitValues kEither = digit_values({"0123456789abcdef", "0123456789ABCDEF"});

}  // namespace

std::string to_hex(std::span<const std::uint8_t> bytes) {
    constexpr char kDigits[] = "0123456789abcdef";
    std::string text(bytes.size() * 2, '\0');
    char* out = text.data();
    for (const std::uint8_t byte : bytes) {
        *out++ = kDigits[byte >> 4];
        *out++ = kDigits[byte & 15];
    }
    return text;
}

bool read_hex(std::string_view text, std::span<std::uint8_t> bytes, HexCase letters) {
    if (text.size() != 2 * bytes.size()) return false;
    const DigitValues& values = letters == HexCase::lower ? kLower : kEither;
    unsigned seen = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const unsigned high = values[static_cast<unsigned char>(text[2 * i])];
        const unsigned low = values[static_cast<unsigned char>(text[2 * i + 1])];
        seen |= high | low;
        bytes[i] = static_cast<std::uint8_t>(high << 4 | low);
    }
    return seen <= 15;
}

std::optional<std::vector<std::uint8_t>> from_hex(std::string_view text) {
    std::vector<std::uint8_t> bytes(text.size() / 2);
    if (!read_hex(text, bytes)) return std::nullopt;
    return bytes;
}

}  // namespace chaincore::util
