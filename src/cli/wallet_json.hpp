// SPDX-License-Identifier: MIT
// What the commands of `chaincore wallet` print with --json: one object a line. The main thread.
#pragma once

#include "chaincore/chain/number.hpp"
#include "chaincore/wallet/coin_selection.hpp"
#include "chaincore/wallet/key_file.hpp"
#include "chaincore/wallet/node_answers.hpp"
#include "cli/wallet_info.hpp"

#include <optional>
#include <string>
#include <vector>

namespace chaincore::cli {

struct ListedWallet {
    std::string name;  // what --wallet takes
    std::string path;
    Result<wallet::KeyFile, Error> file;
    std::optional<chain::Number> balance;  // where a node was asked
};

// Added from left to right, and the largest double where they are more.
chain::Number total_of(const std::vector<ListedWallet>& wallets);

void print_wallets_json(const std::vector<ListedWallet>& wallets, bool has_balances);

void print_balance_json(const std::string& address, const chain::Number& balance);
void print_history_json(const std::string& address, const std::vector<wallet::HistoryEntry>& history);
void print_info_json(const WalletInfo& info);

// A payment that a node has accepted, and later the block that it is in.
void print_sent_json(const std::string& tx_id, const wallet::CoinSelection& payment);
void print_height_json(const std::string& tx_id, std::uint64_t height);

}  // namespace chaincore::cli
