// SPDX-License-Identifier: MIT
#include "api/routes/address_text.hpp"

#include "chaincore/chain/limits.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace chaincore::api {
namespace {

// How many bytes follow a first byte, and the bits that the first byte carries itself.
struct Lead {
    std::size_t followers;
    std::uint32_t bits;
    std::uint32_t lowest;  // code point that needs this many: a lower one is written too long
};

std::optional<Lead> lead_of(unsigned char byte) {
    if (byte < 0x80) return Lead{0, byte, 0};
    if (byte >= 0xc0 && byte < 0xe0) return Lead{1, byte & 0x1fU, 0x80};
    if (byte >= 0xe0 && byte < 0xf0) return Lead{2, byte & 0x0fU, 0x800};
    if (byte >= 0xf0 && byte < 0xf8) return Lead{3, byte & 0x07U, 0x10000};
    return std::nullopt;
}

// Takes the first code point off the text; nothing where it is no UTF-8.
std::optional<std::uint32_t> take_code_point(std::string_view& text) {
    const auto lead = lead_of(static_cast<unsigned char>(text.front()));
    if (!lead || text.size() <= lead->followers) return std::nullopt;
    std::uint32_t code_point = lead->bits;
    for (std::size_t i = 1; i <= lead->followers; ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if ((byte & 0xc0) != 0x80) return std::nullopt;
        code_point = code_point << 6 | (byte & 0x3fU);
    }
    text.remove_prefix(lead->followers + 1);
    const bool is_surrogate = code_point >= 0xd800 && code_point < 0xe000;
    if (code_point < lead->lowest || is_surrogate || code_point > 0x10ffff) return std::nullopt;
    return code_point;
}

bool is_control(std::uint32_t code_point) { return code_point < 0x20 || (code_point >= 0x7f && code_point < 0xa0); }

}  // namespace

bool is_address_text(std::string_view text) {
    std::size_t count = 0;
    while (!text.empty()) {
        const auto code_point = take_code_point(text);
        if (!code_point || is_control(*code_point)) return false;
        ++count;
    }
    return count >= 1 && count <= chain::kMaxAddressCharacters;
}

}  // namespace chaincore::api
