// SPDX-License-Identifier: MIT
// `chaincore wallet info`: a wallet, and what a node knows of it. The main thread.
#pragma once

#include "chaincore/chain/number.hpp"
#include "chaincore/net/endpoint.hpp"
#include "cli/exit_code.hpp"

#include <string>

namespace chaincore::cli {

struct WalletInfo {
    std::string address;
    chain::Number balance;
    std::size_t coins = 0;  // that can be spent now
    std::string file;
    bool is_encrypted = false;
    std::string node;
};

// A line for each of these.
ExitCode wallet_info(const std::string& wallet_file, const net::Endpoint& node, bool json);

}  // namespace chaincore::cli
