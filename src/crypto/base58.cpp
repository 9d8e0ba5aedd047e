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
    constexpr std::uint32_t kDigitsAtOnce = 58 * 58 * 58 * 58 * 58;
    std::array<std::uint32_t, 7> number{};  // most significant first; three bytes of the first one stay zero
    for (std::size_t i = 0; i < bytes.size(); ++i) number[(i + 3) / 4] = number[(i + 3) / 4] << 8 | bytes[i];
    std::array<char, kLongestText> text;
    for (auto end = text.rbegin(); end != text.rend();) {
        std::uint64_t remainder = 0;
        for (std::uint32_t& word : number) {
            const std::uint64_t value = remainder << 32 | word;
            word = static_cast<std::uint32_t>(value / kDigitsAtOnce);
            remainder = value % kDigitsAtOnce;
        }
        for (int i = 0; i < 5; ++i, remainder /= 58) *end++ = kAlphabet[remainder % 58];
    }
    const auto zeros = std::find_if(bytes.begin(), bytes.end(), [](std::uint8_t b) { return b != 0; }) - bytes.begin();
    auto* const begin = std::find_if(text.begin(), text.end(), [](char c) { return c != kAlphabet[0]; });
    return std::string(static_cast<std::size_t>(zeros), kAlphabet[0]).append(begin, text.end());
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
