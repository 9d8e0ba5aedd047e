// SPDX-License-Identifier: MIT
// The wallet files of the reference, each with one key; ours may hold it encrypted (docs/protocol.md, "Wallet file").
// Any thread.
#pragma once

#include "chaincore/crypto/signature.hpp"
#include "chaincore/util/result.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace chaincore::wallet {

struct Wallet {
    crypto::PrivateKey key;
    std::string address;  // of the key
};

// What a wallet file says to somebody without a passphrase.
struct KeyFile {
    std::filesystem::path path;
    std::string address;                    // of an encrypted key: what the file claims; unlock() sees whether it is so
    std::optional<crypto::PrivateKey> key;  // none: it is encrypted
    std::string encrypted_key;              // PEM text; empty where the key is there
};

// A file that is no wallet, whose key does not belong to its address, or whose encryption is unknown here or would take
// too long to undo (docs/security.md) is an Error that names the file.
Result<KeyFile, Error> read_key_file(const std::filesystem::path& path);

// The key of a file in which it is encrypted. Takes about 0.14 s and 16 MiB; some seconds and 32 MiB where
// somebody else has written the file.
Result<Wallet, Error> unlock(const KeyFile& file, std::string_view passphrase);

// Makes a key and a file that only its owner can read. An existing file is never overwritten.
Result<Wallet, Error> create_key_file(const std::filesystem::path& path);
Result<Wallet, Error> create_encrypted_key_file(const std::filesystem::path& path, std::string_view passphrase);

// Rewrites the file with the same key, which is encrypted then, or is no longer: the reference reads it. Whatever else
// stands in it stays. It is replaced in one step, unless it is another's by now.
Result<void, Error> encrypt_key_file(const KeyFile& file, std::string_view passphrase);
Result<void, Error> decrypt_key_file(const KeyFile& file, std::string_view passphrase);
// Encrypted with another passphrase. wallet: what unlock() made of the file.
Result<void, Error> reencrypt_key_file(const KeyFile& file, const Wallet& wallet, std::string_view passphrase);

// The text of a wallet file.
std::string key_file_text(const crypto::PrivateKey& key);
std::string key_file_text(const crypto::PrivateKey& key, std::string_view passphrase);

}  // namespace chaincore::wallet
