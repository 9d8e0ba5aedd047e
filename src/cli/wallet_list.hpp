// SPDX-License-Identifier: MIT
// `chaincore wallet list`: which wallets there are. The main thread.
#pragma once

#include "chaincore/net/endpoint.hpp"
#include "cli/exit_code.hpp"

#include <string>

namespace chaincore::cli {

struct WalletListOptions {
    std::string directory;  // empty: the one of wallets, and those of the nodes without --data-dir
    net::Endpoint node{"localhost", 5000};
    bool shows_balances = false;
    bool json = false;
};

// A line for each, with what --wallet takes for it. A file that is no wallet is said to be none on standard error, the
// others are listed, and the command has failed.
ExitCode wallet_list(const WalletListOptions& options);

}  // namespace chaincore::cli
