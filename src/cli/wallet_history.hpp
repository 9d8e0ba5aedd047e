// SPDX-License-Identifier: MIT
// `chaincore wallet balance` and `wallet history`: what a node knows of a wallet's address. The main thread.
#pragma once

#include "chaincore/net/endpoint.hpp"
#include "cli/exit_code.hpp"

#include <string>

namespace chaincore::cli {

// Prints the number alone.
ExitCode wallet_balance(const std::string& wallet_file, const net::Endpoint& node, bool json);

// A line for each transaction, newest first: time (UTC), height, kind, amount, id.
ExitCode wallet_history(const std::string& wallet_file, const net::Endpoint& node, bool json);

}  // namespace chaincore::cli
