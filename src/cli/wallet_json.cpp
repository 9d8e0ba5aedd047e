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

}  // namespace chaincore::cli
