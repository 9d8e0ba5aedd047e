// SPDX-License-Identifier: MIT
// `chaincore wallet`: keys in the reference's files. passphrase_file: see passphrase.hpp. The main thread.
#pragma once

#include "cli/exit_code.hpp"

#include <string>

namespace chaincore::cli {

// Makes a key and writes it to a new file.
ExitCode wallet_create(const std::string& wallet_file);
ExitCode wallet_create_encrypted(const std::string& wallet_file, const std::string& passphrase_file);

// Prints the file's address.
ExitCode wallet_address(const std::string& wallet_file);

// Signs transactions: one JSON object a line in, the signed one in canonical JSON out.
ExitCode wallet_sign(const std::string& wallet_file, const std::string& passphrase_file,
                     const std::string& transactions);

// The same key in the same file, which is encrypted then, or is no longer.
ExitCode wallet_encrypt(const std::string& wallet_file, const std::string& passphrase_file);
ExitCode wallet_decrypt(const std::string& wallet_file, const std::string& passphrase_file);

// Encrypted with the new passphrase instead. Both files may be "-": its first line is the old one, its second the new.
ExitCode wallet_passphrase(const std::string& wallet_file, const std::string& passphrase_file,
                           const std::string& new_passphrase_file);

}  // namespace chaincore::cli
