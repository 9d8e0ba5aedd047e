// SPDX-License-Identifier: MIT
// A secp256k1 key as PEM text: PKCS#8 (RFC 5958), unencrypted. Any thread.
#pragma once

#include "chaincore/crypto/signature.hpp"

#include <optional>
#include <string>

namespace chaincore::wallet {

std::string to_pem(const crypto::PrivateKey& key);

// None where the text holds no unencrypted key of that curve.
std::optional<crypto::PrivateKey> from_pem(const std::string& text);

}  // namespace chaincore::wallet
