// SPDX-License-Identifier: MIT
// A secp256k1 key as encrypted PEM text: PKCS#8 (RFC 5958) by PBES2 (RFC 8018), which the openssl command writes and
// reads, too. Any thread.
#pragma once

#include "chaincore/crypto/signature.hpp"
#include "chaincore/util/result.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace chaincore::wallet {

// By scrypt (RFC 7914) and AES-256-CBC. Takes about 0.14 s and 16 MiB, as each guess at the passphrase does.
std::string to_encrypted_pem(const crypto::PrivateKey& key, std::string_view passphrase);

bool is_encrypted_pem(std::string_view text);

// Can somebody with the passphrase read it here, and soon? Derives nothing. Expected are scrypt or PBKDF2 of at most
// some seconds and 32 MiB, and AES-CBC. The Error says what was found instead.
Result<void, Error> check_encrypted_pem(const std::string& text);

// Of a text that passed the check. None: the passphrase is wrong, or the text is damaged or holds another kind of key.
std::optional<crypto::PrivateKey> from_encrypted_pem(const std::string& text, std::string_view passphrase);

}  // namespace chaincore::wallet
