// SPDX-License-Identifier: MIT
// The node that a wallet asks, of the reference or ours. The main thread.
#pragma once

#include "chaincore/chain/transaction.hpp"
#include "chaincore/net/http_client.hpp"
#include "chaincore/wallet/node_answers.hpp"

#include <string>
#include <vector>

namespace chaincore::cli {

class WalletNode {
public:
    explicit WalletNode(net::Endpoint endpoint) : client_(std::move(endpoint)) {}

    // Every Error names the URL.
    Result<chain::Number, Error> balance(const std::string& address) const;
    Result<std::uint64_t, Error> chain_length() const;
    // But those that a transaction in the node's pool spends already.
    Result<std::vector<wallet::WalletCoin>, Error> coins(const std::string& address) const;
    Result<std::vector<wallet::HistoryEntry>, Error> history(const std::string& address) const;

    // Success: the node has accepted it. An Error says whether it was refused, or is in doubt.
    Result<void, Error> broadcast(const chain::Transaction& transaction) const;

private:
    Result<std::string, Error> read(const std::string& path) const;
    std::vector<wallet::CoinName> pool_spends() const;

    net::HttpClient client_;
};

}  // namespace chaincore::cli
