// SPDX-License-Identifier: MIT
// A node that says what a test tells it to, and remembers what it was asked. Any thread.
#pragma once

#include "chaincore/api/node_service.hpp"

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace chaincore::test {

// Blocks are any texts of any length.
class FakeChain final : public api::ChainView {
public:
    std::vector<std::string> blocks;
    std::map<std::string, std::vector<api::AddressCoin>> coins;
    std::map<std::string, std::vector<api::AddressEvent>> history;
    std::map<std::uint64_t, std::string> hashes;          // by height, where one is not "hash7"
    std::map<std::string, std::uint64_t> heights;         // by hash
    std::map<std::string, api::TransactionPlace> places;  // by id
    std::vector<api::NamedCoin> unspent;
    std::vector<api::NamedCoin> spent;  // by any block
    bool fails = false;
    std::optional<std::uint64_t> failing_block;

    std::uint64_t length() const override { return blocks.size(); }

    Result<std::string, Error> block_text(std::uint64_t height) const override {
        if (failing_block == height) return fail(Error{"secret: a bad sector"});
        return blocks.at(height);
    }

    Result<std::uint64_t, Error> text_bytes(std::uint64_t first, std::uint64_t last) const override {
        if (fails) return fail(Error{"secret: /var/lib"});
        std::uint64_t bytes = 0;
        for (std::uint64_t i = first; i <= last; ++i) bytes += blocks.at(i).size();
        return bytes;
    }

    Result<api::BlockSummary, Error> block_summary(std::uint64_t height) const override {
        if (fails) return fail(Error{"secret: /var/lib"});
        chain::BlockHeader header;
        header.height = chain::Number{height};
        header.previous_hash = std::string(64, 'a');
        header.merkle_root = std::string(64, 'b');
        header.timestamp = chain::Number{1795367986.339563 + static_cast<double>(height)};
        header.nonce = chain::Number{2391338076742276781};
        header.target_difficulty = chain::Number{5};
        const auto other = hashes.find(height);
        const std::string hash = other == hashes.end() ? "hash" + std::to_string(height) : other->second;
        return api::BlockSummary{header, hash, "miner" + std::to_string(height),
                                 2,      700,  1795367990.5 + static_cast<double>(height)};
    }

    Result<std::vector<api::AddressCoin>, Error> coins_of(const std::string& address) const override {
        if (fails) return fail(Error{"secret: /var/lib"});
        const auto found = coins.find(address);
        return found == coins.end() ? std::vector<api::AddressCoin>() : found->second;
    }

    Result<std::vector<api::AddressEvent>, Error> history_of(const std::string& address) const override {
        if (fails) return fail(Error{"secret: /var/lib"});
        const auto found = history.find(address);
        return found == history.end() ? std::vector<api::AddressEvent>() : found->second;
    }

    Result<api::AddressHistory, Error> history_of(const std::string& address, std::uint64_t first,
                                                  std::uint64_t count) const override {
        const auto events = history_of(address);
        if (!events) return fail(events.error());
        api::AddressHistory part{.transactions = events->size()};
        for (std::uint64_t i = 0; i < events->size(); ++i) {
            const api::AddressEvent& event = (*events)[i];
            part.received += event.received;
            part.spent += event.spent;
            if (event.is_coinbase) ++part.mined_blocks;
            if (i >= first && i - first < count) part.events.push_back(event);
        }
        return part;
    }

    Result<std::optional<std::uint64_t>, Error> height_of(const std::string& hash) const override {
        if (fails) return fail(Error{"secret: /var/lib"});
        const auto found = heights.find(hash);
        return found == heights.end() ? std::nullopt : std::optional(found->second);
    }
    Result<std::optional<api::TransactionPlace>, Error> place_of(const std::string& tx_id) const override {
        if (fails) return fail(Error{"secret: /var/lib"});
        const auto found = places.find(tx_id);
        return found == places.end() ? std::nullopt : std::optional(found->second);
    }
    Result<std::vector<api::NamedCoin>, Error> coins_after(const std::optional<api::CoinName>& after,
                                                           std::size_t most) const override {
        if (fails) return fail(Error{"secret: /var/lib"});
        std::vector<api::NamedCoin> listed;
        bool is_behind = !after;
        for (const api::NamedCoin& coin : unspent) {
            if (is_behind && listed.size() < most) listed.push_back(coin);
            if (after && coin.tx_id == after->tx_id && coin.output_index == after->output_index) is_behind = true;
        }
        return listed;
    }
    Result<std::optional<api::NamedCoin>, Error> coin(const std::string& tx_id, std::uint32_t index) const override {
        if (fails) return fail(Error{"secret: /var/lib"});
        for (const api::NamedCoin& coin : unspent)
            if (coin.tx_id == tx_id && coin.output_index == index) return std::optional(coin);
        return std::optional<api::NamedCoin>();
    }
    Result<std::vector<api::NamedCoin>, Error> spent_by(std::uint64_t) const override {
        if (fails) return fail(Error{"secret: /var/lib"});
        return spent;
    }
};

class FakeNode : public api::NodeService {
public:
    // Set before the server starts.
    api::StatusReport report;
    api::PeerReport peer_report;
    std::shared_ptr<FakeChain> fake_chain = std::make_shared<FakeChain>();
    std::vector<std::shared_ptr<const chain::Transaction>> pool;
    std::vector<std::shared_ptr<const chain::Block>> waiting_blocks;
    api::NodeStats node_stats;
    api::NodeFigures node_figures;
    api::RateHistory rates;
    std::vector<api::ReorgReport> reorg_reports;
    std::optional<stratum::FarmReport> farm;
    api::Condition health_condition{"ok", ""};
    api::Condition ready_condition{"ready", ""};
    api::MiningReport mining_report;
    api::NetworkReport network_report;
    api::BlockAnswer block_answer = api::BlockAccepted{"the hash", 7};
    api::TransactionAnswer transaction_answer = api::TransactionAccepted{"the id", 7};
    api::TemplateAnswer template_answer = api::Unavailable{"starting"};
    std::function<void()> on_status;  // before /status is answered
    api::AddPeerAnswer add_peer_answer = api::PeerAdded{"http://localhost:5001", true};
    api::DiscoveryAnswer discovery_answer = api::DiscoveryReport{1, 3};
    api::SyncAnswer sync_answer = api::SyncReport{.old_length = 4, .new_length = 9, .active_peers = 2};
    api::PoolAnswer pool_answer = api::PoolReport{2, 7, 3};
    api::BackupAnswer backup_answer = api::BackedUp{"/there", 7, "the hash"};
    std::function<void()> on_write;      // before a template is made, or a transaction taken
    std::function<void()> on_peer_call;  // before an answer that waits for peers

    api::StatusReport status() const override {
        if (on_status) on_status();
        return report;
    }
    api::PeerReport peers() const override { return peer_report; }
    api::NodeStats stats() const override { return node_stats; }
    api::MiningReport mining() const override { return mining_report; }
    api::NetworkReport network() const override { return network_report; }
    api::NodeFigures figures() const override { return node_figures; }
    api::RateHistory rate_history(std::chrono::seconds span, std::size_t points) const override {
        const std::lock_guard lock(mutex_);
        asked_rates.emplace_back(span, points);
        return rates;
    }
    std::vector<api::ReorgReport> reorgs() const override { return reorg_reports; }
    std::optional<stratum::FarmReport> workers() const override { return farm; }
    api::Condition health() const override { return health_condition; }
    api::Condition readiness() const override { return ready_condition; }
    std::vector<std::shared_ptr<const chain::Block>> orphans() const override { return waiting_blocks; }
    std::shared_ptr<const api::ChainView> chain() const override { return fake_chain; }
    std::vector<std::shared_ptr<const chain::Transaction>> pooled_transactions() const override { return pool; }

    api::BlockAnswer submit_block(chain::Block block, api::BlockSource source,
                                  const api::BlockRelayer& relayer) override {
        const std::lock_guard lock(mutex_);
        submitted_blocks.emplace_back(std::move(block), source);
        block_relayers.push_back(relayer.url);
        return block_answer;
    }
    api::TransactionAnswer submit_transaction(chain::Transaction transaction, api::Relay relay) override {
        if (on_write) on_write();
        const std::lock_guard lock(mutex_);
        submitted_transactions.emplace_back(std::move(transaction), relay);
        return transaction_answer;
    }
    api::TemplateAnswer make_template(const std::string& miner_address) override {
        if (on_write) on_write();
        const std::lock_guard lock(mutex_);
        template_addresses.push_back(miner_address);
        return template_answer;
    }

    std::size_t note_peers(const std::vector<std::string>& urls, const std::string& address) override {
        const std::lock_guard lock(mutex_);
        pushed_peers.emplace_back(urls, address);
        return urls.size() / 2;
    }
    api::AddPeerAnswer add_peer(const std::string& url, bool is_local) override {
        if (on_peer_call) on_peer_call();
        const std::lock_guard lock(mutex_);
        named_peers.emplace_back(url, is_local);
        return add_peer_answer;
    }
    api::DiscoveryAnswer discover_peers() override {
        if (on_peer_call) on_peer_call();
        ++discoveries;
        return discovery_answer;
    }
    api::SyncAnswer sync_now() override {
        if (on_peer_call) on_peer_call();
        ++syncs;
        return sync_answer;
    }

    api::PoolAnswer sync_pool() override {
        ++pool_syncs;
        return pool_answer;
    }

    api::BackupAnswer back_up(const std::string& directory) override {
        const std::lock_guard lock(mutex_);
        backups.push_back(directory);
        return backup_answer;
    }

    // Read once the answer is there.
    std::vector<std::pair<chain::Block, api::BlockSource>> submitted_blocks;
    std::vector<std::pair<chain::Transaction, api::Relay>> submitted_transactions;
    std::vector<std::string> block_relayers;
    std::vector<std::string> template_addresses;
    std::vector<std::pair<std::string, bool>> named_peers;                       // is_local
    std::vector<std::pair<std::vector<std::string>, std::string>> pushed_peers;  // and from where
    std::vector<std::string> backups;                                            // where to
    mutable std::vector<std::pair<std::chrono::seconds, std::size_t>> asked_rates;
    std::atomic<int> discoveries = 0;
    std::atomic<int> syncs = 0;
    std::atomic<int> pool_syncs = 0;

private:
    mutable std::mutex mutex_;
};

}  // namespace chaincore::test
