// SPDX-License-Identifier: MIT
#include "cli/wallet_list.hpp"

#include "cli/data_path.hpp"
#include "cli/json_fields.hpp"
#include "cli/message.hpp"
#include "cli/table.hpp"
#include "cli/wallet_directory.hpp"
#include "cli/wallet_json.hpp"
#include "cli/wallet_node.hpp"

#include <algorithm>
#include <system_error>

namespace chaincore::cli {
namespace {

namespace fs = std::filesystem;

ListedWallet listed(const fs::path& path, const std::string& name) {
    return ListedWallet{name, path.string(), wallet::read_key_file(path), std::nullopt};
}

// Of nodes that were started without --data-dir.
void add_wallets_of_nodes(std::vector<ListedWallet>& wallets) {
    for (const chain::Network network : {chain::Network::classic, chain::Network::mainline}) {
        const auto directory = default_data_directory(network);
        if (!directory) continue;
        const fs::path path = *directory / "wallet.json";
        std::error_code ignored;
        if (fs::exists(path, ignored)) wallets.push_back(listed(path, path.string()));
    }
}

Result<std::vector<ListedWallet>, Error> find_wallets(const std::string& directory) {
    const auto files = wallet_files_in(directory.empty() ? default_wallet_directory() : fs::path(directory));
    if (!files) return fail(files.error());
    std::vector<ListedWallet> wallets;
    for (const fs::path& path : *files)
        wallets.push_back(listed(path, directory.empty() ? path.stem().string() : path.string()));
    if (directory.empty()) add_wallets_of_nodes(wallets);
    return wallets;
}

Result<void, Error> ask_for_balances(std::vector<ListedWallet>& wallets, const net::Endpoint& node) {
    for (ListedWallet& wallet : wallets) {
        if (!wallet.file) continue;
        const auto balance = WalletNode(node).balance(wallet.file->address);
        if (!balance) return fail(balance.error());
        wallet.balance = *balance;
    }
    return {};
}

void print_table(const std::vector<ListedWallet>& wallets, bool shows_balances) {
    std::vector<Row> rows{{"wallet", "address", "encrypted"}};
    if (shows_balances) rows.front().push_back("balance");
    for (const ListedWallet& wallet : wallets) {
        if (!wallet.file) continue;
        rows.push_back({shown_text(wallet.name), wallet.file->address, wallet.file->key ? "no" : "yes"});
        if (wallet.balance) rows.back().push_back(wallet.balance->text());
    }
    if (rows.size() == 1) return;
    if (shows_balances) rows.push_back({"total", "", "", total_of(wallets).text()});
    for (const std::string& line : table_lines(rows, {Align::left, Align::left, Align::left, Align::right}))
        print_out(line + '\n');
}

}  // namespace

ExitCode wallet_list(const WalletListOptions& options) {
    auto wallets = find_wallets(options.directory);
    if (!wallets) return complain(wallets.error().message);
    if (options.shows_balances)
        if (const auto asked = ask_for_balances(*wallets, options.node); !asked) return complain(asked.error().message);
    if (options.json)
        print_wallets_json(*wallets, options.shows_balances);
    else
        print_table(*wallets, options.shows_balances);
    if (wallets->empty() && !options.json)
        print_remark("there are no wallets (chaincore wallet create NAME makes one)\n");
    ExitCode code = kDone;
    for (const ListedWallet& wallet : *wallets)
        if (!wallet.file) code = complain(wallet.file.error().message);
    return code;
}

}  // namespace chaincore::cli
