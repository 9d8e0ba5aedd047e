// SPDX-License-Identifier: MIT
#include "cli/wallet_commands.hpp"

#include "chaincore/chain/block_reader.hpp"
#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/wallet/key_file.hpp"
#include "chaincore/wallet/sign_transaction.hpp"
#include "cli/line_reader.hpp"
#include "cli/message.hpp"
#include "cli/passphrase.hpp"
#include "cli/wallet_key.hpp"

#include <fmt/core.h>

#include <filesystem>
#include <system_error>

namespace chaincore::cli {

ExitCode wallet_create(const std::string& wallet_file) {
    const auto wallet = wallet::create_key_file(wallet_file);
    if (!wallet) return complain(wallet.error().message);
    print_out(wallet->address + '\n');
    print_remark(fmt::format(
        "The key of this address is in {} and nowhere else, unencrypted: keep a copy, and keep it to yourself.\n",
        wallet_file));
    return kDone;
}

ExitCode wallet_create_encrypted(const std::string& wallet_file, const std::string& passphrase_file) {
    // Before somebody thinks of a passphrase for nothing.
    if (std::error_code ignored; std::filesystem::exists(wallet_file, ignored))
        return complain("cannot write " + wallet_file + ": there is a file of that name");
    const auto passphrase = read_new_passphrase(passphrase_file, wallet_file);
    if (!passphrase) return complain(passphrase.error().message);
    const auto wallet = wallet::create_encrypted_key_file(wallet_file, text_of(*passphrase));
    if (!wallet) return complain(wallet.error().message);
    print_out(wallet->address + '\n');
    print_remark(fmt::format(
        "The key of this address is in {} and nowhere else, encrypted: keep a copy, and remember the passphrase. "
        "Nothing replaces either.\n",
        wallet_file));
    return kDone;
}

ExitCode wallet_address(const std::string& wallet_file) {
    const auto wallet = wallet::read_key_file(wallet_file);
    if (!wallet) return complain(wallet.error().message);
    print_out(wallet->address + '\n');
    return kDone;
}

ExitCode wallet_sign(const std::string& wallet_file, const std::string& passphrase_file,
                     const std::string& transactions) {
    const auto file = wallet::read_key_file(wallet_file);
    if (!file) return complain(file.error().message);
    const auto wallet = open_wallet(*file, passphrase_file);
    if (!wallet) return complain(wallet.error().message);
    ExitCode code = kDone;
    std::size_t line_number = 0;
    const auto read = for_each_line(transactions, [&](std::string_view line) {
        ++line_number;
        auto transaction = chain::BlockReader().read_unsigned_transaction(line);
        if (!transaction) {
            code = complain(fmt::format("line {} is no transaction: {}", line_number, transaction.error().message));
            return;
        }
        wallet::sign_transaction(*transaction, wallet->key);
        print_out(canonical_json(*transaction) + '\n');
    });
    if (!read) return complain(read.error().message);
    return code;
}

ExitCode wallet_encrypt(const std::string& wallet_file, const std::string& passphrase_file) {
    const auto file = wallet::read_key_file(wallet_file);
    if (!file) return complain(file.error().message);
    if (!file->key) return complain(wallet_file + " is encrypted already");
    const auto passphrase = read_new_passphrase(passphrase_file, wallet_file);
    if (!passphrase) return complain(passphrase.error().message);
    if (auto done = wallet::encrypt_key_file(*file, text_of(*passphrase)); !done) return complain(done.error().message);
    print_remark(
        fmt::format("The key in {} is encrypted now: remember the passphrase, nothing replaces it. Copies that "
                    "were made before are not encrypted.\n",
                    wallet_file));
    return kDone;
}

ExitCode wallet_decrypt(const std::string& wallet_file, const std::string& passphrase_file) {
    const auto file = wallet::read_key_file(wallet_file);
    if (!file) return complain(file.error().message);
    if (file->key) return complain(wallet_file + " is not encrypted");
    const auto passphrase = read_passphrase(passphrase_file, wallet_file);
    if (!passphrase) return complain(passphrase.error().message);
    if (auto done = wallet::decrypt_key_file(*file, text_of(*passphrase)); !done) return complain(done.error().message);
    print_remark(fmt::format("The key in {} is unencrypted now, as the reference reads it: keep it to yourself.\n",
                             wallet_file));
    return kDone;
}

ExitCode wallet_passphrase(const std::string& wallet_file, const std::string& passphrase_file,
                           const std::string& new_passphrase_file) {
    const auto file = wallet::read_key_file(wallet_file);
    if (!file) return complain(file.error().message);
    if (file->key) return complain(wallet_file + " is not encrypted: chaincore wallet encrypt gives it a passphrase");
    const auto wallet = open_wallet(*file, passphrase_file);
    if (!wallet) return complain(wallet.error().message);
    const auto passphrase = read_new_passphrase(new_passphrase_file, wallet_file);
    if (!passphrase) return complain(passphrase.error().message);
    if (auto done = wallet::reencrypt_key_file(*file, *wallet, text_of(*passphrase)); !done)
        return complain(done.error().message);
    print_remark(fmt::format(
        "The key in {} is encrypted with the new passphrase now: remember it, nothing replaces it. Copies that were "
        "made before open with the old one.\n",
        wallet_file));
    return kDone;
}

}  // namespace chaincore::cli
