// SPDX-License-Identifier: MIT
#include "cli/wallet_commands.hpp"

#include "chaincore/chain/block_reader.hpp"
#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/wallet/key_file.hpp"
#include "chaincore/wallet/sign_transaction.hpp"
#include "cli/line_reader.hpp"
#include "cli/message.hpp"

#include <fmt/core.h>

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

ExitCode wallet_address(const std::string& wallet_file) {
    const auto wallet = wallet::read_key_file(wallet_file);
    if (!wallet) return complain(wallet.error().message);
    print_out(wallet->address + '\n');
    return kDone;
}

ExitCode wallet_sign(const std::string& wallet_file, const std::string& transactions) {
    const auto wallet = wallet::read_key_file(wallet_file);
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

}  // namespace chaincore::cli
