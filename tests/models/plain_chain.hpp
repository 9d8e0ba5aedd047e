// SPDX-License-Identifier: MIT
// A chain as a list of blocks, and what follows from it, found by walking over all of it at each question: the model by
// which the stored state is judged. It judges no block: all of them must be valid. One thread.
#pragma once

#include "chaincore/chain/block.hpp"
#include "chaincore/consensus/coin.hpp"
#include "chaincore/storage/records.hpp"

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace chaincore::models {

using Coins = std::map<consensus::OutPoint, consensus::Coin>;

crypto::Hash256 digest_of(const Coins& coins);

class PlainChain {
public:
    void append(std::shared_ptr<const chain::Block> block) { blocks_.push_back(std::move(block)); }
    void remove_last() { blocks_.pop_back(); }

    std::size_t length() const { return blocks_.size(); }
    const std::vector<std::shared_ptr<const chain::Block>>& blocks() const { return blocks_; }

    Coins coins() const;
    // Newest first.
    std::vector<storage::HistoryEntry> history_of(const std::string& address) const;
    // The last one of that id.
    std::optional<storage::TransactionPlace> place_of(const crypto::Hash256& tx_id) const;

    bool operator==(const PlainChain&) const = default;

private:
    std::vector<std::shared_ptr<const chain::Block>> blocks_;
};

// Every address that these transactions name, and every id that they have.
struct Names {
    std::set<std::string> addresses;
    std::set<crypto::Hash256> tx_ids;

    void note(const chain::Block& block);
};

}  // namespace chaincore::models
