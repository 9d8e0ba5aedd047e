// SPDX-License-Identifier: MIT
#include "cli/wallet_send.hpp"

#include "chaincore/util/clock.hpp"
#include "chaincore/wallet/coin_selection.hpp"
#include "chaincore/wallet/transaction_builder.hpp"
#include "cli/message.hpp"
#include "cli/wallet_key.hpp"
#include "cli/wallet_node.hpp"

#include <fmt/core.h>

#include <iostream>
#include <unistd.h>

namespace chaincore::cli {
namespace {

// The difference of two sums of doubles: digits beyond these are their rounding.
std::string text_of_fee(double fee) { return fmt::format("{:.8g}", fee); }

void print_summary(const WalletSendOptions& options, const wallet::CoinSelection& selection) {
    print_remark(fmt::format("to      {}\namount  {}\nfee     {}\nchange  {}\ninputs  {}\n", options.recipient,
                             chain::Number{options.amount}.text(), text_of_fee(selection.fee),
                             chain::Number{selection.change}.text(), selection.coins.size()));
}

// Where nobody sits at a terminal, the command is the consent, as with the reference's wallet.
bool is_consented(const WalletSendOptions& options) {
    if (options.is_confirmed || ::isatty(STDIN_FILENO) != 1) return true;
    print_remark("Send? [y/N] ");
    std::string answer;
    std::getline(std::cin, answer);
    return answer == "y" || answer == "Y" || answer == "yes";
}

}  // namespace

ExitCode wallet_send(const WalletSendOptions& options) {
    const auto file = wallet::read_key_file(options.wallet_file);
    if (!file) return complain(file.error().message);
    const WalletNode node(options.node);
    auto coins = node.coins(file->address);
    if (!coins) return complain(coins.error().message);
    const auto selection = wallet::select_coins(*std::move(coins), options.amount, options.fee);
    if (!selection) return complain(selection.error().message);

    print_summary(options, *selection);
    if (!is_consented(options)) return complain("nothing was sent");
    const auto wallet = open_wallet(*file, options.passphrase_file);
    if (!wallet) return complain(wallet.error().message);
    const auto transaction =
        build_payment(*wallet, *selection, options.recipient, options.amount, util::SystemClock().wall_now());
    if (const auto sent = node.broadcast(transaction); !sent) return complain(sent.error().message);
    print_out(fmt::format("transaction  {}\nfee          {}\n", transaction.tx_id, text_of_fee(selection->fee)));
    return kDone;
}

}  // namespace chaincore::cli
