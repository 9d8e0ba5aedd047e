// SPDX-License-Identifier: MIT
// What the commands of `chaincore wallet` print with --json: one object a line. The main thread.
#pragma once

#include "chaincore/chain/number.hpp"
#include "chaincore/wallet/key_file.hpp"

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

}  // namespace chaincore::cli
