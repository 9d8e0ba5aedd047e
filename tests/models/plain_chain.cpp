// SPDX-License-Identifier: MIT
#include "models/plain_chain.hpp"

#include "chaincore/consensus/utxo_digest.hpp"

namespace chaincore::models {
namespace {

using consensus::Coin;
using consensus::OutPoint;

// None: mainline's genesis, whose made-up id no input can name.
std::optional<crypto::Hash256> id_of(const chain::Transaction& transaction) {
    return crypto::Hash256::from_hex(transaction.tx_id);
}

OutPoint coin_of(const chain::TransactionInput& input) {
    return {*crypto::Hash256::from_hex(input.tx_id), static_cast<std::uint32_t>(*input.output_index.to_natural())};
}

void spend(const chain::Block& block, Coins& coins) {
    for (std::size_t position = 1; position < block.transactions.size(); ++position)
        for (const auto& input : block.transactions[position].inputs) coins.erase(coin_of(input));
}

void make(const chain::Block& block, std::uint64_t height, Coins& coins) {
    for (const auto& transaction : block.transactions) {
        const auto tx_id = id_of(transaction);
        if (!tx_id) continue;
        std::uint32_t index = 0;
        for (const auto& output : transaction.outputs)
            coins[{*tx_id, index++}] = Coin{output.amount, output.recipient_address, height};
    }
}

// A block cannot spend what it makes.
void connect(const chain::Block& block, std::uint64_t height, Coins& coins) {
    spend(block, coins);
    make(block, height, coins);
}

storage::HistoryEntry entry_of(const chain::Transaction& transaction, storage::TransactionPlace place,
                               const std::string& address, const Coins& before) {
    storage::HistoryEntry entry{place, *id_of(transaction), 0, 0, place.position == 0};
    for (const auto& output : transaction.outputs)
        if (output.recipient_address == address) entry.received += output.amount.to_double();
    if (entry.is_coinbase) return entry;
    for (const auto& input : transaction.inputs)
        if (const Coin& coin = before.at(coin_of(input)); coin.recipient_address == address)
            entry.spent += coin.amount.to_double();
    return entry;
}

}  // namespace

crypto::Hash256 digest_of(const Coins& coins) {
    consensus::UtxoDigest digest;
    for (const auto& [out_point, coin] : coins) digest.add({out_point, coin});
    return digest.value();
}

Coins PlainChain::coins() const {
    Coins coins;
    for (std::size_t height = 0; height < blocks_.size(); ++height) connect(*blocks_[height], height, coins);
    return coins;
}

std::vector<storage::HistoryEntry> PlainChain::history_of(const std::string& address) const {
    std::vector<storage::HistoryEntry> oldest_first;
    Coins coins;
    for (std::size_t height = 0; height < blocks_.size(); ++height) {
        const auto& transactions = blocks_[height]->transactions;
        for (std::uint32_t position = 0; position < transactions.size(); ++position) {
            if (!id_of(transactions[position])) continue;
            const auto entry = entry_of(transactions[position], {height, position}, address, coins);
            if (entry.received > 0 || entry.spent > 0) oldest_first.push_back(entry);
        }
        connect(*blocks_[height], height, coins);
    }
    return {oldest_first.rbegin(), oldest_first.rend()};
}

std::optional<storage::TransactionPlace> PlainChain::place_of(const crypto::Hash256& tx_id) const {
    std::optional<storage::TransactionPlace> last;
    for (std::size_t height = 0; height < blocks_.size(); ++height) {
        const auto& transactions = blocks_[height]->transactions;
        for (std::uint32_t position = 0; position < transactions.size(); ++position)
            if (id_of(transactions[position]) == tx_id) last = {height, position};
    }
    return last;
}

void Names::note(const chain::Block& block) {
    for (const auto& transaction : block.transactions) {
        if (const auto tx_id = id_of(transaction)) tx_ids.insert(*tx_id);
        for (const auto& output : transaction.outputs) addresses.insert(output.recipient_address);
    }
}

}  // namespace chaincore::models
