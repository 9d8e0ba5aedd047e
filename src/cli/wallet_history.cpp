// SPDX-License-Identifier: MIT
#include "cli/wallet_history.hpp"

#include "chaincore/wallet/key_file.hpp"
#include "cli/message.hpp"
#include "cli/table.hpp"
#include "cli/time_text.hpp"
#include "cli/wallet_json.hpp"
#include "cli/wallet_node.hpp"

#include <fmt/core.h>

namespace chaincore::cli {
namespace {

void print_table(const std::vector<wallet::HistoryEntry>& history) {
    std::vector<Row> rows{{"time (UTC)", "height", "kind", "amount", "transaction"}};
    for (const wallet::HistoryEntry& entry : history)
        rows.push_back(
            {utc_text(entry.timestamp), std::to_string(entry.height), entry.kind, entry.amount.text(), entry.tx_id});
    for (const std::string& line :
         table_lines(rows, {Align::left, Align::right, Align::left, Align::right, Align::left}))
        print_out(line + '\n');
}

}  // namespace

ExitCode wallet_balance(const std::string& wallet_file, const net::Endpoint& node, bool json) {
    const auto wallet = wallet::read_key_file(wallet_file);
    if (!wallet) return complain(wallet.error().message);
    const auto balance = WalletNode(node).balance(wallet->address);
    if (!balance) return complain(balance.error().message);
    if (json)
        print_balance_json(wallet->address, *balance);
    else
        print_out(balance->text() + '\n');
    return kDone;
}

ExitCode wallet_history(const std::string& wallet_file, const net::Endpoint& node, bool json) {
    const auto wallet = wallet::read_key_file(wallet_file);
    if (!wallet) return complain(wallet.error().message);
    const auto history = WalletNode(node).history(wallet->address);
    if (!history) return complain(history.error().message);
    if (json)
        print_history_json(wallet->address, *history);
    else if (history->empty())
        print_remark(fmt::format("{} has no transactions\n", wallet->address));
    else
        print_table(*history);
    return kDone;
}

}  // namespace chaincore::cli
