// SPDX-License-Identifier: MIT
#include "chaincore/mempool/mempool.hpp"

#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/consensus/check_spend.hpp"
#include "chaincore/consensus/check_transaction.hpp"
#include "chaincore/state/tip_coins.hpp"
#include "chaincore/util/check.hpp"

#include <algorithm>

namespace chaincore::mempool {
namespace {

using chain::Rejection;
using chain::Rule;
using chain::Transaction;
using consensus::OutPoint;
using consensus::Spend;

// Of a transaction that passed check_transaction.
std::vector<OutPoint> spent_coins(const Transaction& transaction) {
    std::vector<OutPoint> spends;
    for (const auto& input : transaction.inputs) {
        const auto tx_id = crypto::Hash256::from_hex(input.tx_id);
        const auto index = input.output_index.to_natural();
        CHAINCORE_CHECK(tx_id && index);
        spends.push_back({*tx_id, static_cast<std::uint32_t>(*index)});
    }
    return spends;
}

using SpendAnswer = std::variant<Spend, Rejection, Error>;

SpendAnswer judge_spend(const Transaction& transaction, const std::shared_ptr<const state::Tip>& tip) {
    const state::TipCoins coins(tip);
    auto spend = check_spend(transaction, coins);
    const chain::Verdict is_new = check_new_id(transaction, coins);
    if (coins.failure()) return *coins.failure();
    if (!spend) return spend.error();
    if (!is_new) return is_new.error();
    return *std::move(spend);
}

PoolAnswer refusal(const SpendAnswer& answer) {
    if (const auto* error = std::get_if<Error>(&answer)) return *error;
    return std::get<Rejection>(answer);
}

}  // namespace

std::strong_ordering Mempool::Rank::operator<=>(const Rank& other) const {
    if (fee_per_byte < other.fee_per_byte) return std::strong_ordering::less;
    if (fee_per_byte > other.fee_per_byte) return std::strong_ordering::greater;
    return other.order <=> order;
}

Mempool::Mempool(std::shared_ptr<const state::Tip> tip, PoolLimits limits,
                 std::shared_ptr<consensus::SignatureCache> signatures)
    : limits_(limits), signatures_(std::move(signatures)), tip_(std::move(tip)) {}

Mempool::Entry Mempool::make_entry(Transaction transaction) {
    Entry entry;
    entry.spends = spent_coins(transaction);
    entry.pooled.size = canonical_json(transaction).size();
    entry.pooled.transaction = std::make_shared<const Transaction>(std::move(transaction));
    return entry;
}

PoolAnswer Mempool::add(Transaction transaction) {
    if (auto verdict = consensus::check_transaction(transaction); !verdict) return verdict.error();
    if (auto verdict = consensus::check_payees(transaction); !verdict) return verdict.error();
    Entry entry = make_entry(std::move(transaction));

    std::shared_ptr<const state::Tip> tip;
    {
        const std::lock_guard lock(mutex_);
        if (const auto obstacle = find_obstacle(entry.pooled.transaction->tx_id, entry.spends)) return *obstacle;
        tip = tip_;
    }
    if (!tip) return NoTip{};
    const SpendAnswer spend = judge_spend(*entry.pooled.transaction, tip);
    if (!std::holds_alternative<Spend>(spend)) return refusal(spend);
    const auto& coins = std::get<Spend>(spend).coins;
    if (auto verdict = check_signatures(*entry.pooled.transaction, coins, {.cache = signatures_.get()}); !verdict)
        return verdict.error();
    return add_judged(std::move(entry));
}

// The signatures are right. Whether the coins are still there is asked of one tip, and holds if that is the tip when
// the transaction goes in.
PoolAnswer Mempool::add_judged(Entry entry) {
    while (true) {
        std::shared_ptr<const state::Tip> tip;
        {
            const std::lock_guard lock(mutex_);
            tip = tip_;
        }
        const SpendAnswer spend = judge_spend(*entry.pooled.transaction, tip);
        if (!std::holds_alternative<Spend>(spend)) return refusal(spend);
        entry.pooled.fee = std::get<Spend>(spend).fee;

        const std::lock_guard lock(mutex_);
        if (tip != tip_) continue;
        if (const auto obstacle = find_obstacle(entry.pooled.transaction->tx_id, entry.spends)) return *obstacle;
        return insert(std::move(entry));
    }
}

std::optional<PoolAnswer> Mempool::find_obstacle(const std::string& tx_id, const std::vector<OutPoint>& spends) const {
    if (by_id_.contains(tx_id)) return AlreadyPooled{};
    for (const OutPoint& coin : spends)
        if (by_spent_coin_.contains(coin))
            return Rejection{Rule::double_spend, "output " + std::to_string(coin.index) + " of " + coin.tx_id.to_hex() +
                                                     " is spent by another transaction that waits for a block"};
    return std::nullopt;
}

// The cheapest that would have to leave for this one; none where one of them pays as much per byte as it does.
std::optional<std::vector<Mempool::Rank>> Mempool::find_room(const Rank& rank, std::size_t size) const {
    std::vector<Rank> leaving;
    std::size_t count = entries_.size() + 1;
    std::size_t bytes = bytes_ + size;
    for (auto at = entries_.begin(); count > limits_.transactions || bytes > limits_.bytes; ++at) {
        if (at == entries_.end() || !(at->first.fee_per_byte < rank.fee_per_byte)) return std::nullopt;
        leaving.push_back(at->first);
        --count;
        bytes -= at->second.pooled.size;
    }
    return leaving;
}

PoolAnswer Mempool::insert(Entry entry) {
    const std::size_t size = entry.pooled.size;
    const Rank rank{entry.pooled.fee / static_cast<double>(size), next_order_++};
    const auto leaving = find_room(rank, size);
    if (!leaving) return PoolFull{};
    for (const Rank& cheap : *leaving) remove(cheap);
    by_id_.emplace(entry.pooled.transaction->tx_id, rank);
    for (const OutPoint& coin : entry.spends) by_spent_coin_.emplace(coin, rank);
    bytes_ += size;
    entries_.emplace(rank, std::move(entry));
    return Pooled{};
}

void Mempool::remove(const Rank& rank) {
    const auto at = entries_.find(rank);
    CHAINCORE_CHECK(at != entries_.end());
    const Entry entry = std::move(at->second);
    entries_.erase(at);
    by_id_.erase(entry.pooled.transaction->tx_id);
    for (const OutPoint& coin : entry.spends) by_spent_coin_.erase(coin);
    bytes_ -= entry.pooled.size;
}

std::vector<Mempool::Entry> Mempool::take_all() {
    std::vector<std::pair<std::uint64_t, Entry>> ordered;
    for (auto& [rank, entry] : entries_) ordered.emplace_back(rank.order, std::move(entry));
    std::sort(ordered.begin(), ordered.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    entries_.clear();
    by_id_.clear();
    by_spent_coin_.clear();
    bytes_ = 0;
    std::vector<Entry> taken;
    for (auto& [order, entry] : ordered) taken.push_back(std::move(entry));
    return taken;
}

void Mempool::on_change(const state::ChainChange& change) {
    std::vector<Entry> again;
    {
        const std::lock_guard lock(mutex_);
        tip_ = change.tip;
        if (change.is_reorg()) {
            again = take_all();
        } else {
            for (const OutPoint& coin : change.spent)
                if (const auto at = by_spent_coin_.find(coin); at != by_spent_coin_.end()) remove(Rank{at->second});
        }
    }
    // What was on the chain was seen before what waited beside it, and its signatures were checked there.
    for (const Transaction& transaction : change.returned)
        if (consensus::check_payees(transaction)) add_judged(make_entry(transaction));
    for (Entry& entry : again) add_judged(std::move(entry));
}

Selection Mempool::select(std::size_t count, std::size_t bytes) const {
    const std::lock_guard lock(mutex_);
    Selection selection{tip_, {}};
    std::size_t taken = 0;
    for (auto at = entries_.rbegin(); at != entries_.rend() && selection.transactions.size() < count; ++at) {
        const PooledTransaction& pooled = at->second.pooled;
        if (taken + pooled.size > bytes) continue;
        taken += pooled.size;
        selection.transactions.push_back(pooled);
    }
    return selection;
}

std::vector<std::shared_ptr<const Transaction>> Mempool::all() const {
    std::vector<std::pair<std::uint64_t, std::shared_ptr<const Transaction>>> ordered;
    {
        const std::lock_guard lock(mutex_);
        for (const auto& [rank, entry] : entries_) ordered.emplace_back(rank.order, entry.pooled.transaction);
    }
    std::sort(ordered.begin(), ordered.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<std::shared_ptr<const Transaction>> transactions;
    for (auto& [order, transaction] : ordered) transactions.push_back(std::move(transaction));
    return transactions;
}

std::size_t Mempool::count() const {
    const std::lock_guard lock(mutex_);
    return entries_.size();
}

std::size_t Mempool::bytes() const {
    const std::lock_guard lock(mutex_);
    return bytes_;
}

}  // namespace chaincore::mempool
