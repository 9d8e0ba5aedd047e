// SPDX-License-Identifier: MIT
#include "cli/wallet_key.hpp"

#include "cli/passphrase.hpp"

namespace chaincore::cli {

Result<wallet::Wallet, Error> open_wallet(const wallet::KeyFile& file, const std::string& passphrase_file) {
    if (file.key && !passphrase_file.empty())
        return fail(Error{file.path.string() + " is not encrypted: leave --passphrase-file out"});
    if (file.key) return wallet::Wallet{*file.key, file.address};
    const auto passphrase = read_passphrase(passphrase_file, file.path.string());
    if (!passphrase) return fail(passphrase.error());
    return wallet::unlock(file, text_of(*passphrase));
}

}  // namespace chaincore::cli
