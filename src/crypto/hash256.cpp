// SPDX-License-Identifier: MIT
#include "chaincore/crypto/hash256.hpp"

#include "chaincore/util/hex.hpp"

#include <algorithm>

namespace chaincore::crypto {

std::string Hash256::to_hex() const { return util::to_hex(bytes); }

std::optional<Hash256> Hash256::from_hex(std::string_view text) {
    const auto is_upper = [](char c) { return c >= 'A' && c <= 'F'; };
    if (text.size() != 64 || std::any_of(text.begin(), text.end(), is_upper)) return std::nullopt;
    const auto decoded = util::from_hex(text);
    if (!decoded) return std::nullopt;
    Hash256 digest;
    std::copy(decoded->begin(), decoded->end(), digest.bytes.begin());
    return digest;
}

}  // namespace chaincore::crypto
