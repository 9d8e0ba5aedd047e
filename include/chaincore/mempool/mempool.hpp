// SPDX-License-Identifier: MIT
// Transactions that wait for a block (docs/rules.md, "Mempool"): each could stand in the next one, and no two of them
// spend the same coin. Any thread; no lock is held while the store is read or a signature is checked.
#pragma once

#include "chaincore/chain/rejection.hpp"
#include "chaincore/chain/transaction.hpp"
#include "chaincore/consensus/coin.hpp"
#include "chaincore/state/chain_change.hpp"
#include "chaincore/state/tip.hpp"
#include "chaincore/util/result.hpp"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

namespace chaincore::mempool {

struct PoolLimits {
    std::size_t transactions = 10'000;
    std::size_t bytes = std::size_t{32} << 20;
};

struct PooledTransaction {
    std::shared_ptr<const chain::Transaction> transaction;
    double fee = 0;
    std::size_t size = 0;  // bytes of its canonical JSON
};

// What becomes of a transaction that was handed in.
struct Pooled {};
struct AlreadyPooled {};
struct PoolFull {};  // it pays no more per byte than the cheapest one
struct NoTip {};     // there is no chain yet
using PoolAnswer = std::variant<Pooled, AlreadyPooled, chain::Rejection, PoolFull, NoTip, Error>;

// What a block on top of `tip` may hold, best paid per byte first.
struct Selection {
    std::shared_ptr<const state::Tip> tip;  // nullptr: there is no chain yet
    std::vector<PooledTransaction> transactions;
};

class Mempool {
public:
    // signatures: where those of its transactions are kept, so that a block need not be checked for them again.
    explicit Mempool(std::shared_ptr<const state::Tip> tip, PoolLimits limits = {},
                     std::shared_ptr<consensus::SignatureCache> signatures = nullptr);

    // First seen wins.
    PoolAnswer add(chain::Transaction transaction);

    // Chain thread, before the new tip is published: what the chain has confirmed or made impossible leaves; what a
    // reorg has taken off the chain comes back, if it still may.
    void on_change(const state::ChainChange& change);

    // At most so many transactions, of at most so many bytes in all.
    Selection select(std::size_t count, std::size_t bytes) const;

    // In the order of arrival.
    std::vector<std::shared_ptr<const chain::Transaction>> all() const;
    std::size_t count() const;
    std::size_t bytes() const;

private:
    // The cheapest per byte first; of equal ones the latest.
    struct Rank {
        double fee_per_byte = 0;
        std::uint64_t order = 0;

        std::strong_ordering operator<=>(const Rank& other) const;
        bool operator==(const Rank&) const = default;
    };
    struct Entry {
        PooledTransaction pooled;
        std::vector<consensus::OutPoint> spends;
    };

    static Entry make_entry(chain::Transaction transaction);

    // These hold mutex_.
    std::optional<PoolAnswer> find_obstacle(const std::string& tx_id,
                                            const std::vector<consensus::OutPoint>& spends) const;
    std::optional<std::vector<Rank>> find_room(const Rank& rank, std::size_t size) const;
    PoolAnswer insert(Entry entry);
    void remove(const Rank& rank);
    std::vector<Entry> take_all();

    PoolAnswer add_judged(Entry entry);

    const PoolLimits limits_;
    const std::shared_ptr<consensus::SignatureCache> signatures_;
    mutable std::mutex mutex_;
    std::shared_ptr<const state::Tip> tip_;
    std::map<Rank, Entry> entries_;
    std::unordered_map<std::string, Rank> by_id_;
    std::unordered_map<consensus::OutPoint, Rank> by_spent_coin_;
    std::size_t bytes_ = 0;
    std::uint64_t next_order_ = 0;
};

}  // namespace chaincore::mempool
