// SPDX-License-Identifier: MIT
// `chaincore wallet send`: pays somebody. The main thread.
#pragma once

#include "chaincore/net/endpoint.hpp"
#include "cli/exit_code.hpp"

#include <optional>
#include <string>

namespace chaincore::cli {

struct WalletSendOptions {
    std::string wallet_file;
    std::string passphrase_file;  // see passphrase.hpp
    net::Endpoint node{"localhost", 5000};
    std::string recipient;         // a valid address
    std::optional<double> amount;  // above 0; none: all there is but the fee
    double fee = 0.001;            // at least 0; the default is the reference's
    bool is_confirmed = false;
    bool waits = false;  // until it is in a block
    bool json = false;
};

// Says what will be paid, asks on a terminal, then for the passphrase of an encrypted key, sends, and prints id and
// fee, and the height of the block if it waits for that. A fee beyond 0.1 and 5 % of the amount is sent if somebody
// says so, at the terminal or by is_confirmed.
ExitCode wallet_send(const WalletSendOptions& options);

}  // namespace chaincore::cli
