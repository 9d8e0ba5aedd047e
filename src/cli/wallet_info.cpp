// SPDX-License-Identifier: MIT
#include "cli/wallet_info.hpp"

#include "chaincore/wallet/key_file.hpp"
#include "cli/message.hpp"
#include "cli/wallet_json.hpp"
#include "cli/wallet_node.hpp"

#include <fmt/core.h>

namespace chaincore::cli {

namespace {

void print_info(const WalletInfo& info) {
    print_out(fmt::format("address    {}\nbalance    {}\ncoins      {}\nfile       {}\nencrypted  {}\nnode       {}\n",
                          info.address, info.balance.text(), info.coins, info.file, info.is_encrypted ? "yes" : "no",
                          info.node));
}

}  // namespace

ExitCode wallet_info(const std::string& wallet_file, const net::Endpoint& node, bool json) {
    const auto wallet = wallet::read_key_file(wallet_file);
    if (!wallet) return complain(wallet.error().message);
    const auto balance = WalletNode(node).balance(wallet->address);
    if (!balance) return complain(balance.error().message);
    const auto coins = WalletNode(node).coins(wallet->address);
    if (!coins) return complain(coins.error().message);
    const WalletInfo info{wallet->address, *balance, coins->size(), wallet_file, !wallet->key.has_value(), node.url()};
    json ? print_info_json(info) : print_info(info);
    return kDone;
}

}  // namespace chaincore::cli
