// SPDX-License-Identifier: MIT
// The chain as HTTP reads it: blocks, transactions, coins, addresses. Plain values, but for ChainView.
#pragma once

#include "chaincore/chain/block.hpp"
#include "chaincore/chain/number.hpp"
#include "chaincore/util/result.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace chaincore::api {

// A block of the best chain, without its transactions.
struct BlockSummary {
    chain::BlockHeader header;
    std::string hash;
    std::string miner = {};  // whom the coinbase pays
    std::uint64_t transactions = 0;
    std::uint64_t size = 0;  // bytes of its text
    double received_at = 0;  // seconds since the Unix epoch
};

// An unspent output of an address.
struct AddressCoin {
    std::string tx_id;
    std::uint32_t output_index = 0;
    chain::Number amount;
    std::uint64_t height = 0;
};

struct CoinName {
    std::string tx_id;  // 64 lower-case digits
    std::uint32_t output_index = 0;
};

// A coin and whose it is, as a transaction spends it.
struct NamedCoin {
    std::string tx_id;
    std::uint32_t output_index = 0;
    std::string address;
    chain::Number amount;
    std::uint64_t height = 0;  // of the block that made it; 0 too where that is not known
};

// Where a transaction of the best chain stands.
struct TransactionPlace {
    std::uint64_t height = 0;
    std::uint32_t position = 0;  // in its block
};

// What a transaction did to an address.
struct AddressEvent {
    std::string tx_id;
    std::uint64_t height = 0;
    std::string block_hash;
    chain::Number timestamp;  // the block's
    double received = 0;      // by outputs to the address
    double spent = 0;         // of coins of the address
    bool is_coinbase = false;
};

// What an address has been through, and a part of it.
struct AddressHistory {
    std::uint64_t transactions = 0;
    std::uint64_t mined_blocks = 0;
    double received = 0;
    double spent = 0;
    std::vector<AddressEvent> events = {};  // of these, newest first
};

// The best chain and its coins as of one moment: everything read through one view belongs together, whatever happens
// to the chain meanwhile. Any thread. An Error means that the store failed.
class ChainView {
public:
    virtual ~ChainView() = default;
    virtual std::uint64_t length() const = 0;
    // The eight fields in canonical JSON, as stored. height < length().
    virtual Result<std::string, Error> block_text(std::uint64_t height) const = 0;
    // How long the texts of the blocks first..last are together. first <= last < length().
    virtual Result<std::uint64_t, Error> text_bytes(std::uint64_t first, std::uint64_t last) const = 0;
    virtual Result<BlockSummary, Error> block_summary(std::uint64_t height) const = 0;
    virtual Result<std::vector<AddressCoin>, Error> coins_of(const std::string& address) const = 0;
    // Newest first.
    virtual Result<std::vector<AddressEvent>, Error> history_of(const std::string& address) const = 0;
    // With `count` events behind the newest `first`: cheaper than all of a long one.
    virtual Result<AddressHistory, Error> history_of(const std::string& address, std::uint64_t first,
                                                     std::uint64_t count) const = 0;
    // Of these, nothing where the best chain has none of that name. hash, tx_id: 64 lower-case digits.
    virtual Result<std::optional<std::uint64_t>, Error> height_of(const std::string& hash) const = 0;
    virtual Result<std::optional<TransactionPlace>, Error> place_of(const std::string& tx_id) const = 0;
    // At most so many of those that may be spent, in the order of their names, behind that one where one is given.
    virtual Result<std::vector<NamedCoin>, Error> coins_after(const std::optional<CoinName>& after,
                                                              std::size_t most) const = 0;
    // What may be spent now.
    virtual Result<std::optional<NamedCoin>, Error> coin(const std::string& tx_id, std::uint32_t index) const = 0;
    // What the transactions of a block have spent, in no order. height < length().
    virtual Result<std::vector<NamedCoin>, Error> spent_by(std::uint64_t height) const = 0;
};

}  // namespace chaincore::api
