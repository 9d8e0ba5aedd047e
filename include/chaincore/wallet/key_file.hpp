// SPDX-License-Identifier: MIT
// The wallet files of the reference: one unencrypted key (docs/protocol.md, "Wallet file"). Any thread.
#pragma once

#include "chaincore/crypto/signature.hpp"
#include "chaincore/util/result.hpp"

#include <filesystem>
#include <string>

namespace chaincore::wallet {

struct Wallet {
    crypto::PrivateKey key;
    std::string address;  // of the key
};

// A file that is no wallet, or whose key does not belong to its address, is an Error that names the file.
Result<Wallet, Error> read_key_file(const std::string& path);

// Makes a key and a file that only its owner can read. An existing file is never overwritten.
Result<Wallet, Error> create_key_file(const std::filesystem::path& path);

// The text of a wallet file.
std::string key_file_text(const crypto::PrivateKey& key);

}  // namespace chaincore::wallet
