// SPDX-License-Identifier: MIT
// A transaction with where it stands and the coins that it spends, as people look at it. Any thread.
#pragma once

#include "chaincore/api/chain_view.hpp"
#include "chaincore/chain/transaction.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace chaincore::api {

// Coins by the names by which inputs refer to them.
class SpentCoins {
public:
    void add(NamedCoin coin);
    // Those that a transaction makes.
    void add_outputs(const chain::Transaction& transaction);
    // nullptr: nobody knows it.
    const NamedCoin* find(const chain::TransactionInput& input) const;

private:
    std::map<std::pair<std::string, std::string>, NamedCoin> coins_;  // by id and the index's text
};

// Where a transaction of the best chain stands.
struct Confirmation {
    std::uint64_t height = 0;
    std::string block_hash;
    std::uint64_t position = 0;  // in its block
    std::uint64_t count = 0;     // blocks from there to the tip, its own included
};

// confirmation: none of one that waits. coins: what is not there is shown without address and amount, and such a
// transaction without a fee.
std::string transaction_json(const chain::Transaction& transaction, const std::optional<Confirmation>& confirmation,
                             const SpentCoins& coins);

}  // namespace chaincore::api
