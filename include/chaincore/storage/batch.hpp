// SPDX-License-Identifier: MIT
// Changes that reach the store together or not at all. One thread at a time.
#pragma once

#include "chaincore/storage/records.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace chaincore::storage {

class Batch {
public:
    Batch();
    ~Batch();
    Batch(Batch&&) noexcept;
    Batch& operator=(Batch&&) noexcept;

    // A block, wherever it stands; its text is its canonical JSON.
    void put_block(const BlockRecord& record, std::string_view text);
    void remove_block(const crypto::Hash256& hash);

    // How the coins changed when it was connected: it has passed every rule.
    void put_undo(const crypto::Hash256& hash, const consensus::UtxoDiff& diff);

    // The best chain's block of that height.
    void put_height(std::uint64_t height, const crypto::Hash256& hash);
    void remove_height(std::uint64_t height);

    void put_coin(const consensus::NamedCoin& coin);
    void remove_coin(const consensus::NamedCoin& coin);

    void put_transaction(const crypto::Hash256& tx_id, const TransactionPlace& place);
    void remove_transaction(const crypto::Hash256& tx_id, const TransactionPlace& place);

    void put_history(std::string_view address, const HistoryEntry& entry);
    void remove_history(std::string_view address, const TransactionPlace& place);

    void put_tip(const TipRecord& tip);
    // The block that a reorg is on its way to, where the tip of this batch lies in between.
    void put_reorg_target(const crypto::Hash256& hash);
    void remove_reorg_target();
    // All blocks that the operator has ruled out.
    void put_ruled_out(const std::vector<crypto::Hash256>& hashes);

    // How much has been collected.
    std::size_t bytes() const;
    bool is_empty() const;
    void clear();

    // For the database.
    class Impl;
    Impl& impl() { return *impl_; }

private:
    std::unique_ptr<Impl> impl_;
};

}  // namespace chaincore::storage
