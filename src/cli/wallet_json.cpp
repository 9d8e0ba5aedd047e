// SPDX-License-Identifier: MIT
#include "cli/wallet_json.hpp"

#include "cli/json_output.hpp"

#include <algorithm>
#include <limits>

namespace chaincore::cli {
namespace {

using Json = nlohmann::ordered_json;

// Of the same kind: 7 and 7.0 stay what they are.
Json to_json(const chain::Number& number) {
    if (const auto natural = number.to_natural()) return *natural;
    if (const auto negative = number.to_negative()) return *negative;
    return number.to_double();
}

Json to_json(const ListedWallet& wallet) {
    Json json = {{"name", wallet.name}, {"file", wallet.path}};
    if (!wallet.file) {
        json["error"] = wallet.file.error().message;
        return json;
    }
    json["address"] = wallet.file->address;
    json["encrypted"] = !wallet.file->key.has_value();
    if (wallet.balance) json["balance"] = to_json(*wallet.balance);
    return json;
}

}  // namespace

chain::Number total_of(const std::vector<ListedWallet>& wallets) {
    double total = 0;
    for (const ListedWallet& wallet : wallets)
        if (wallet.balance) total += wallet.balance->to_double();
    return chain::Number{std::clamp(total, std::numeric_limits<double>::lowest(), std::numeric_limits<double>::max())};
}

void print_wallets_json(const std::vector<ListedWallet>& wallets, bool has_balances) {
    Json json = {{"wallets", Json::array()}};
    for (const ListedWallet& wallet : wallets) json["wallets"].push_back(to_json(wallet));
    if (has_balances) json["total"] = to_json(total_of(wallets));
    print_json_line(json);
}

void print_balance_json(const std::string& address, const chain::Number& balance) {
    print_json_line({{"address", address}, {"balance", to_json(balance)}});
}

void print_history_json(const std::string& address, const std::vector<wallet::HistoryEntry>& history) {
    Json json = {{"address", address}, {"transactions", Json::array()}};
    for (const wallet::HistoryEntry& entry : history)
        json["transactions"].push_back({{"transaction", entry.tx_id},
                                        {"height", entry.height},
                                        {"timestamp", to_json(entry.timestamp)},
                                        {"kind", entry.kind},
                                        {"amount", to_json(entry.amount)}});
    print_json_line(json);
}

void print_info_json(const WalletInfo& info) {
    print_json_line({{"address", info.address},
                     {"balance", to_json(info.balance)},
                     {"coins", info.coins},
                     {"file", info.file},
                     {"encrypted", info.is_encrypted},
                     {"node", info.node}});
}

void print_sent_json(const std::string& tx_id, const wallet::CoinSelection& payment) {
    print_json_line(
        {{"transaction", tx_id}, {"amount", payment.amount}, {"fee", payment.fee}, {"change", payment.change}});
}

void print_height_json(const std::string& tx_id, std::uint64_t height) {
    print_json_line({{"transaction", tx_id}, {"height", height}});
}

}  // namespace chaincore::cli
