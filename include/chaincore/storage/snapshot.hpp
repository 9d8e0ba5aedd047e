// SPDX-License-Identifier: MIT
// The store as it was at one moment: whatever is read through one snapshot belongs together. Any thread. It keeps the
// database open.
#pragma once

#include "chaincore/storage/records.hpp"
#include "chaincore/util/result.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chaincore::storage {

class DatabaseHandle;

// An Error of any of these means that the store cannot be read or is damaged; it names the directory.
class Snapshot {
public:
    explicit Snapshot(std::shared_ptr<const DatabaseHandle> database);
    ~Snapshot();
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;

    Result<std::optional<TipRecord>, Error> tip() const;
    Result<std::optional<crypto::Hash256>, Error> reorg_target() const;
    // Blocks that the operator has ruled out; in no order.
    Result<std::vector<crypto::Hash256>, Error> ruled_out() const;

    Result<std::optional<crypto::Hash256>, Error> hash_at(std::uint64_t height) const;
    Result<std::optional<BlockRecord>, Error> block(const crypto::Hash256& hash) const;
    Result<std::optional<std::string>, Error> block_text(const crypto::Hash256& hash) const;
    Result<std::optional<consensus::UtxoDiff>, Error> undo(const crypto::Hash256& hash) const;

    Result<std::optional<consensus::Coin>, Error> coin(const consensus::OutPoint& out_point) const;
    // At most so many in the order of their names, behind `after` where it is given.
    Result<std::vector<consensus::NamedCoin>, Error> coins_after(const std::optional<consensus::OutPoint>& after,
                                                                 std::size_t most) const;
    // A transaction of the best chain, where it has one of that id; the last one where there are several.
    Result<std::optional<TransactionPlace>, Error> transaction(const crypto::Hash256& tx_id) const;
    Result<std::vector<consensus::NamedCoin>, Error> coins_of(std::string_view address) const;
    // Newest first.
    Result<std::vector<HistoryEntry>, Error> history_of(std::string_view address) const;

    // The record of that very place, where there is one.
    Result<std::optional<TransactionPlace>, Error> transaction_at(const crypto::Hash256& tx_id,
                                                                  std::uint64_t height) const;
    Result<std::optional<HistoryEntry>, Error> history_at(std::string_view address,
                                                          const TransactionPlace& place) const;

    // All of a column, in the order of its keys.
    Result<void, Error> for_each_block(const std::function<void(const BlockRecord&)>& use) const;
    Result<void, Error> for_each_text(
        const std::function<void(const crypto::Hash256& hash, std::string_view text)>& use) const;
    Result<void, Error> for_each_undo(const std::function<void(const crypto::Hash256& hash)>& use) const;
    Result<void, Error> for_each_height(
        const std::function<void(std::uint64_t height, const crypto::Hash256& hash)>& use) const;
    Result<void, Error> for_each_transaction(
        const std::function<void(const crypto::Hash256& tx_id, const TransactionPlace& place)>& use) const;
    Result<void, Error> for_each_coin(const std::function<void(const consensus::NamedCoin&)>& use) const;
    // A sound store tells the same coins as for_each_coin.
    Result<void, Error> for_each_of_an_address(
        const std::function<void(const consensus::NamedCoin&)>& use_coin,
        const std::function<void(std::string_view address, const HistoryEntry&)>& use_history) const;

private:
    class Reader;
    std::unique_ptr<Reader> reader_;
};

}  // namespace chaincore::storage
