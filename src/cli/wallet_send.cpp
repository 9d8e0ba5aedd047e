// SPDX-License-Identifier: MIT
#include "cli/wallet_send.hpp"

#include "chaincore/util/clock.hpp"
#include "chaincore/wallet/coin_selection.hpp"
#include "chaincore/wallet/transaction_builder.hpp"
#include "cli/message.hpp"
#include "cli/terminal.hpp"
#include "cli/wallet_json.hpp"
#include "cli/wallet_key.hpp"
#include "cli/wallet_node.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <thread>
#include <utility>

namespace chaincore::cli {
namespace {

constexpr double kLargeFee = 0.1;
constexpr double kLargeShare = 0.05;  // of the amount
constexpr std::chrono::milliseconds kPollInterval{500};

// The difference of two sums of doubles: digits beyond these are their rounding.
std::string text_of_fee(double fee) { return fmt::format("{:.8g}", fee); }

std::string text_of(double amount) { return chain::Number{amount}.text(); }

double sum_of(const std::vector<wallet::WalletCoin>& coins) {
    double sum = 0;
    for (const wallet::WalletCoin& coin : coins) sum += coin.amount.to_double();
    return sum;
}

// What the wallet can still spend afterwards, the change included: without the rounding of sums, as the fee.
std::string text_of_rest(const std::vector<wallet::WalletCoin>& coins, const wallet::CoinSelection& selection) {
    const double rest = sum_of(coins) - sum_of(selection.coins);
    return fmt::format("{:.15g}", (rest > 0 && coins.size() > selection.coins.size() ? rest : 0) + selection.change);
}

bool is_large_fee(double fee, double amount) { return fee > kLargeFee && fee > kLargeShare * amount; }

void print_summary(const WalletSendOptions& options, const std::string& sender,
                   const std::vector<wallet::WalletCoin>& coins, const wallet::CoinSelection& selection) {
    print_remark(fmt::format(
        "from     {}\nto       {}\namount   {}\nfee      {}\nchange   {}\ncoins    {} of {}\nremains  {}\nnode     "
        "{}\n",
        sender, options.recipient, text_of(selection.amount), text_of_fee(selection.fee), text_of(selection.change),
        selection.coins.size(), coins.size(), text_of_rest(coins, selection), options.node.url()));
    if (options.recipient == sender) print_remark("warning: the recipient is the wallet itself\n");
    if (is_large_fee(options.fee, selection.amount)) print_remark("warning: the fee is more than 5 % of the amount\n");
}

// Where nobody sits at a terminal, the command is the consent, as with the reference's wallet.
Result<void, Error> ask_for_consent(const WalletSendOptions& options, double amount) {
    if (options.is_confirmed) return {};
    if (!is_terminal(stdin)) {
        if (!is_large_fee(options.fee, amount)) return {};
        return fail(Error{"nothing was sent: --yes sends it with a fee of " + text_of_fee(options.fee)});
    }
    print_remark("Send? [y/N] ");
    std::string answer;
    std::getline(std::cin, answer);
    if (answer == "y" || answer == "Y" || answer == "yes") return {};
    return fail(Error{"nothing was sent"});
}

void print_sent(const WalletSendOptions& options, const std::string& tx_id, const wallet::CoinSelection& selection) {
    if (options.json)
        print_sent_json(tx_id, selection);
    else
        print_out(fmt::format("transaction  {}\nfee          {}\n", tx_id, text_of_fee(selection.fee)));
    std::fflush(stdout);  // whoever ends the wait has it
}

// The height of its block; none: it is not in one, or the node does not say.
std::optional<std::uint64_t> find_height(const WalletNode& node, const std::string& address, const std::string& tx_id) {
    const auto history = node.history(address);
    if (!history) return std::nullopt;
    const auto entry = std::find_if(history->begin(), history->end(),
                                    [&](const wallet::HistoryEntry& one) { return one.tx_id == tx_id; });
    return entry == history->end() ? std::nullopt : std::optional(entry->height);
}

// Until it is in a block, or a signal ends the program. The history is long, so it is read for a new block only.
std::uint64_t wait_for_block(const WalletNode& node, const std::string& address, const std::string& tx_id) {
    std::string trouble;
    for (std::uint64_t seen = 0;; std::this_thread::sleep_for(kPollInterval)) {
        const auto length = node.chain_length();
        if (!length && length.error().message != std::exchange(trouble, length.error().message))
            print_remark(trouble + "; still waiting\n");
        if (!length || *length == std::exchange(seen, *length)) continue;
        if (const auto height = find_height(node, address, tx_id)) return *height;
    }
}

Result<wallet::CoinSelection, Error> select(const WalletSendOptions& options,
                                            const std::vector<wallet::WalletCoin>& coins) {
    if (options.amount) return wallet::select_coins(coins, *options.amount, options.fee);
    return wallet::select_all_coins(coins, options.fee);
}

}  // namespace

ExitCode wallet_send(const WalletSendOptions& options) {
    const auto file = wallet::read_key_file(options.wallet_file);
    if (!file) return complain(file.error().message);
    const WalletNode node(options.node);
    const auto coins = node.coins(file->address);
    if (!coins) return complain(coins.error().message);
    const auto selection = select(options, *coins);
    if (!selection) return complain(selection.error().message);

    print_summary(options, file->address, *coins, *selection);
    if (const auto consent = ask_for_consent(options, selection->amount); !consent)
        return complain(consent.error().message);
    const auto wallet = open_wallet(*file, options.passphrase_file);
    if (!wallet) return complain(wallet.error().message);
    const auto transaction =
        build_payment(*wallet, *selection, options.recipient, selection->amount, util::SystemClock().wall_now());
    if (const auto sent = node.broadcast(transaction); !sent) return complain(sent.error().message);
    print_sent(options, transaction.tx_id, *selection);
    if (!options.waits) return kDone;
    print_remark("waiting until it is in a block (Ctrl-C ends the wait; the payment is sent)\n");
    const std::uint64_t height = wait_for_block(node, file->address, transaction.tx_id);
    if (options.json)
        print_height_json(transaction.tx_id, height);
    else
        print_out(fmt::format("height       {}\n", height));
    return kDone;
}

}  // namespace chaincore::cli
