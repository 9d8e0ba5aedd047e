// SPDX-License-Identifier: MIT
// `chaincore wallet info`: a wallet, and what a node knows of it. The main thread.
#pragma once

#include "chaincore/net/endpoint.hpp"
#include "cli/exit_code.hpp"

#include <string>

namespace chaincore::cli {

// A line for each: address, balance, how many coins can be spent now, file, whether its key is encrypted, node.
ExitCode wallet_info(const std::string& wallet_file, const net::Endpoint& node);

}  // namespace chaincore::cli
