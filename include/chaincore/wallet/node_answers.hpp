// SPDX-License-Identifier: MIT
// What a node, of the reference or ours, answers a wallet. Nodes are strangers: every member that is read is checked,
// others are ignored. Any thread.
#pragma once

#include "chaincore/chain/number.hpp"
#include "chaincore/chain/rejection.hpp"
#include "chaincore/util/result.hpp"
#include "chaincore/wallet/coin_selection.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace chaincore::wallet {

// The Error of each says which member is wrong, and what was expected of it.

// GET /balance/<address>.
Result<chain::Number, Error> read_balance(std::string_view answer);

// GET /status: how many blocks the node's chain has.
Result<std::uint64_t, Error> read_chain_length(std::string_view answer);

// GET /utxos/<address>.
Result<std::vector<WalletCoin>, Error> read_coins(std::string_view answer);

// A coin by its name.
struct CoinName {
    std::string tx_id;
    chain::Number output_index;

    bool operator==(const CoinName&) const = default;
};

// GET /transaction_pool: what waiting transactions spend already.
Result<std::vector<CoinName>, Error> read_pool_spends(std::string_view answer);

struct HistoryEntry {
    std::string tx_id;  // printable ASCII
    std::uint64_t height = 0;
    chain::Number timestamp;  // the block's
    std::string kind;         // "received", "sent", "internal", or "mined"
    chain::Number amount;
};

// GET /transactions/<address>, newest first.
Result<std::vector<HistoryEntry>, Error> read_history(std::string_view answer);

// POST /broadcast_transaction: what a node says of a transaction. Members that are missing are empty.
struct BroadcastAnswer {
    std::string status;
    std::string tx_id;
    std::string reason;  // the rule that refused it
    std::string error;   // a sentence
};
Result<BroadcastAnswer, Error> read_broadcast_answer(std::string_view answer);

}  // namespace chaincore::wallet
