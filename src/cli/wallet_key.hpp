// SPDX-License-Identifier: MIT
// The key of a wallet file, for commands that sign. The main thread.
#pragma once

#include "chaincore/wallet/key_file.hpp"

#include <string>

namespace chaincore::cli {

// Where the key is encrypted, the passphrase is read from the file or, where that is empty, asked for (passphrase.hpp).
// A passphrase that nobody needs is an Error: somebody believes that the key is encrypted.
Result<wallet::Wallet, Error> open_wallet(const wallet::KeyFile& file, const std::string& passphrase_file);

}  // namespace chaincore::cli
