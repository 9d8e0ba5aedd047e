// SPDX-License-Identifier: MIT
// `chaincore wallet send`: pays somebody. The main thread.
#pragma once

#include "chaincore/net/endpoint.hpp"
#include "cli/exit_code.hpp"

#include <string>

namespace chaincore::cli {

struct WalletSendOptions {
    std::string wallet_file;
    std::string passphrase_file;  // see passphrase.hpp
    net::Endpoint node{"localhost", 5000};
    std::string recipient;  // a valid address
    double amount = 0;      // above 0
    double fee = 0.001;     // at least 0; the default is the reference's
    bool is_confirmed = false;
};

// Says what will be paid, asks on a terminal, then for the passphrase of an encrypted key, sends, and prints id and
// fee.
ExitCode wallet_send(const WalletSendOptions& options);

}  // namespace chaincore::cli
