// SPDX-License-Identifier: MIT
#include "crypto/base58.hpp"

#include <algorithm>

namespace chaincore::crypto {
namespace {

constexpr std::string_view kAlphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

// 58^35 > 256^25: no text for 25 bytes is longer, leading zeros (one '1' each) included.
constexpr std::size_t kLongestText = 35;

}  // namespace

std::string to_base58(const AddressBytes& bytes) {
    AddressBytes number = bytes;
    const auto zeros = std::find_if(bytes.begin(), bytes.end(), [](std::uint8_t b) { return b != 0; }) - bytes.begin();
    std::string reversed;
    while (std::any_of(number.begin(), number.end(), [](std::uint8_t b) { return b != 0; })) {
        unsigned remainder = 0;
        for (std::uint8_t& byte : number) {
            const unsigned value = remainder * 256 + byte;
            byte = static_cast<std::uint8_t>(value / 58);
            remainder = value % 58;
        }
        reversed += kAlphabet[remainder];
    }
    reversed.append(static_cast<std::size_t>(zeros), kAlphabet[0]);
    return {reversed.rbegin(), reversed.rend()};
}

std::optional<AddressBytes> from_base58(std::string_view text) {
    if (text.size() > kLongestText) return std::nullopt;
    AddressBytes number{};
    for (const char c : text) {
        const std::size_t digit = kAlphabet.find(c);
        if (digit == std::string_view::npos) return std::nullopt;
        auto carry = static_cast<unsigned>(digit);
        for (auto byte = number.rbegin(); byte != number.rend(); ++byte) {
            const unsigned value = *byte * 58U + carry;
            *byte = static_cast<std::uint8_t>(value);
            carry = value / 256;
        }
        if (carry != 0) return std::nullopt;
    }
    if (to_base58(number) != text) return std::nullopt;  // too few or too many leading zeros
    return number;
}

}  // namespace chaincore::crypto
