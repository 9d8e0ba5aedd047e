// SPDX-License-Identifier: MIT
// What the store keeps, as plain values (docs/storage.md). Any thread.
#pragma once

#include "chaincore/chain/block.hpp"
#include "chaincore/chain/number.hpp"
#include "chaincore/chain/params.hpp"
#include "chaincore/consensus/chain_work.hpp"
#include "chaincore/consensus/coin.hpp"
#include "chaincore/consensus/utxo_diff.hpp"
#include "chaincore/crypto/hash256.hpp"

#include <cstdint>
#include <string>

namespace chaincore::storage {

// Which chain a data directory belongs to; fixed when it is made.
struct Identity {
    chain::Network network = chain::Network::classic;
    std::uint64_t difficulty = 0;  // the constant of a classic network, where mainline's begins

    chain::NetworkParams params() const;
    bool operator==(const Identity&) const = default;
};

// A block that we have, on the best chain or beside it.
struct BlockRecord {
    crypto::Hash256 hash;
    crypto::Hash256 previous_hash;
    crypto::Hash256 merkle_root;
    std::uint64_t height = 0;
    chain::Number timestamp;
    std::uint64_t nonce = 0;
    std::uint64_t target_difficulty = 0;
    consensus::ChainWork work;           // of the chain up to and with this block
    std::uint64_t next_difficulty = 0;   // what a template on top of it asks for
    std::uint64_t size = 0;              // bytes of its text
    std::uint64_t cumulative_bytes = 0;  // of the texts of the chain up to and with this block
    std::uint64_t transaction_count = 0;
    std::uint64_t order = 0;       // of arrival: what was seen first has the lower one
    std::int64_t received_at = 0;  // microseconds since the Unix epoch
    std::string miner;             // whom the coinbase pays

    chain::BlockHeader header() const;
    bool operator==(const BlockRecord&) const = default;
};

// The block up to which the coins of the store are connected.
struct TipRecord {
    crypto::Hash256 hash;
    crypto::Hash256 utxo_digest;
    std::uint64_t coin_count = 0;

    bool operator==(const TipRecord&) const = default;
};

// Where a transaction of the best chain stands.
struct TransactionPlace {
    std::uint64_t height = 0;
    std::uint32_t position = 0;

    bool operator==(const TransactionPlace&) const = default;
};

// What a transaction did to one address.
struct HistoryEntry {
    TransactionPlace place;
    crypto::Hash256 tx_id;
    double received = 0;  // by its outputs
    double spent = 0;     // of the address's coins
    bool is_coinbase = false;

    bool operator==(const HistoryEntry&) const = default;
};

}  // namespace chaincore::storage
