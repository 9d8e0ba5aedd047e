// SPDX-License-Identifier: MIT
#include "cli/wallet_info.hpp"

#include "chaincore/wallet/key_file.hpp"
#include "cli/message.hpp"
#include "cli/wallet_node.hpp"

#include <fmt/core.h>

namespace chaincore::cli {

ExitCode wallet_info(const std::string& wallet_file, const net::Endpoint& node) {
    const auto wallet = wallet::read_key_file(wallet_file);
    if (!wallet) return complain(wallet.error().message);
    const auto balance = WalletNode(node).balance(wallet->address);
    if (!balance) return complain(balance.error().message);
    const auto coins = WalletNode(node).coins(wallet->address);
    if (!coins) return complain(coins.error().message);
    print_out(fmt::format("address    {}\nbalance    {}\ncoins      {}\nfile       {}\nencrypted  {}\nnode       {}\n",
                          wallet->address, balance->text(), coins->size(), wallet_file, wallet->key ? "no" : "yes",
                          node.url()));
    return kDone;
}

}  // namespace chaincore::cli
