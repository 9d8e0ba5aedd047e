// SPDX-License-Identifier: MIT
#include "chaincore/crypto/hash256.hpp"

#include "chaincore/util/hex.hpp"

namespace chaincore::crypto {

std::string Hash256::to_hex() const { return util::to_hex(bytes); }

std::optional<Hash256> Hash256::from_hex(std::string_view text) {
    Hash256 digest;
    if (!util::read_hex(text, digest.bytes, util::HexCase::lower)) return std::nullopt;
    return digest;
}

}  // namespace chaincore::crypto
