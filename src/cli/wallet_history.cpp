// SPDX-License-Identifier: MIT
#include "cli/wallet_history.hpp"

#include "chaincore/wallet/key_file.hpp"
#include "cli/message.hpp"
#include "cli/table.hpp"
#include "cli/wallet_json.hpp"
#include "cli/wallet_node.hpp"

#include <fmt/core.h>

#include <chrono>

namespace chaincore::cli {
namespace {

constexpr double kEndOfYear9999 = 253402300800.0;

// As a person reads it; a number that is no time of ours stays a number.
std::string text_of_time(const chain::Number& timestamp) {
    const double seconds = timestamp.to_double();
    if (!(seconds >= 0 && seconds < kEndOfYear9999)) return timestamp.text();
    const std::chrono::sys_seconds time{std::chrono::seconds{static_cast<std::int64_t>(seconds)}};
    const auto midnight = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day day{midnight};
    const std::chrono::hh_mm_ss clock{time - midnight};
    return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}", static_cast<int>(day.year()),
                       static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()), clock.hours().count(),
                       clock.minutes().count(), clock.seconds().count());
}

void print_table(const std::vector<wallet::HistoryEntry>& history) {
    std::vector<Row> rows{{"time (UTC)", "height", "kind", "amount", "transaction"}};
    for (const wallet::HistoryEntry& entry : history)
        rows.push_back({text_of_time(entry.timestamp), std::to_string(entry.height), entry.kind, entry.amount.text(),
                        entry.tx_id});
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
