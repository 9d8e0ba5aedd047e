// SPDX-License-Identifier: MIT
// Addresses: Base58Check of a version byte and a key hash (docs/protocol.md, "Addresses"). Any thread.
#pragma once

#include "chaincore/crypto/signature.hpp"

#include <string>
#include <string_view>

namespace chaincore::crypto {

// Version byte 0 and RIPEMD160(SHA256(04 x y)).
std::string make_address(const PublicKey& key);

// 25 bytes with the right checksum and no blanks around them. The version byte may be any, as in the reference.
bool is_valid_address(std::string_view text);

}  // namespace chaincore::crypto
