// SPDX-License-Identifier: MIT
// The best chain as it is connected: its blocks by height, its coins, and what of both is not on disk yet. It does as
// it is told and judges nothing. One thread.
#pragma once

#include "chaincore/chain/block.hpp"
#include "chaincore/chain/block_reader.hpp"
#include "chaincore/chain/written_block.hpp"
#include "chaincore/consensus/utxo_diff.hpp"
#include "chaincore/state/block_index.hpp"
#include "chaincore/state/chain_change.hpp"
#include "chaincore/state/utxo_cache.hpp"
#include "chaincore/storage/chain_database.hpp"
#include "chaincore/util/result.hpp"
#include "chaincore/util/task_pool.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace chaincore::state {

class ConnectedChain {
public:
    // database must outlive it.
    explicit ConnectedChain(storage::ChainDatabase& database);

    // Takes up what the store says of its tip. index: all blocks of the store.
    Result<void, Error> load(const BlockIndex& index);

    // nullptr: not even a genesis.
    const IndexedBlock* tip() const { return tip_; }
    std::uint64_t length() const { return by_height_.size(); }
    bool contains(const IndexedBlock& block) const;
    const UtxoCache& coins() const { return coins_; }

    // A new block, wherever it stands; diff: how it changes the coins where that is known, which says that it has
    // passed every rule.
    void add_block(const storage::BlockRecord& record, const std::string& text);
    void add_undo(const IndexedBlock& block, const consensus::UtxoDiff& diff);
    void forget_blocks(const std::vector<crypto::Hash256>& hashes);
    void note_ruled_out(const std::vector<crypto::Hash256>& hashes);

    // The tip's child becomes the tip. diff: made by connect_block over coins(), or the block's undo record.
    void connect(const IndexedBlock& block, const std::shared_ptr<const chain::Block>& content,
                 consensus::UtxoDiff diff, BlockOrigin origin);
    // The tip's parent becomes the tip. Everything must have been written before.
    Result<void, Error> disconnect_tip();

    // Of blocks that have been written.
    Result<chain::SharedBlock, Error> read_block(const IndexedBlock& block);
    Result<std::optional<consensus::UtxoDiff>, Error> read_undo(const IndexedBlock& block) const;

    // The coins as they were at the end of `branch`, in memory: undone to its fork and connected again from undo
    // records. None where one of its blocks has no such record. Everything must have been written before.
    Result<std::optional<UtxoCache>, Error> coins_at(const IndexedBlock* branch) const;

    // What is neither on disk nor on its way there: how much, and after how many blocks.
    std::size_t pending_bytes() const { return pending_.bytes() + coins_.bytes(); }
    std::size_t pending_moves() const { return pending_moves_; }

    // Writes it, and waits for what is on its way. reorg_target: where the chain is on its way to, if this is a step in
    // between.
    Result<void, Error> write(const IndexedBlock* reorg_target);
    // Back to what was written last.
    void roll_back();

    // The same on a thread of its own, while the next blocks are connected. Not while a write is on its way. on_done:
    // called on that thread.
    void start_write(std::function<void()> on_done);
    bool is_writing() const { return under_way_.has_value(); }
    // Will finish_write() return at once?
    bool is_write_done() const;
    // Waits for the write that is on its way, if there is one.
    Result<void, Error> finish_write();
    // Waits for that thread. Nothing may be on its way, and nothing is started any more.
    void stop_writer() { writer_.stop(); }

    // As of the last write.
    const IndexedBlock* written_tip() const { return written_tip_; }
    const std::optional<storage::TipRecord>& written_record() const { return written_record_; }
    const std::shared_ptr<const storage::Snapshot>& snapshot() const { return snapshot_; }
    bool is_on_its_way() const { return is_marked_; }

    // What has changed since the last call, as far as it is written.
    ChainChange take_change() { return std::exchange(written_change_, {}); }

private:
    // What a write has to do, and what is so when it is done.
    struct Write {
        storage::Batch batch;
        const IndexedBlock* tip = nullptr;
        const IndexedBlock* reorg_target = nullptr;
        std::uint64_t coin_count = 0;
        consensus::UtxoDigest digest;  // of what is written, and then of all
        ChainChange change;
        std::future<Result<void, Error>> outcome;
    };

    Write& begin_write(const IndexedBlock* reorg_target);
    Result<void, Error> perform(Write& write, const CoinChanges& coins);
    Result<void, Error> end_write(Result<void, Error> outcome);
    void set_tip(const IndexedBlock* block);
    Error damaged(const std::string& what) const { return {"the store is damaged: " + what}; }

    storage::ChainDatabase& database_;
    chain::BlockReader reader_;
    const IndexedBlock* tip_ = nullptr;
    std::vector<const IndexedBlock*> by_height_;
    UtxoCache coins_;
    storage::Batch pending_;
    std::size_t pending_moves_ = 0;
    ChainChange change_;  // not written yet, nor on its way
    std::optional<Write> under_way_;

    // As of the last write.
    std::shared_ptr<const storage::Snapshot> snapshot_;
    const IndexedBlock* written_tip_ = nullptr;
    std::optional<storage::TipRecord> written_record_;
    ChainChange written_change_;  // since it was taken last
    bool is_marked_ = false;      // the store holds a reorg_target

    util::TaskPool writer_{1, 1};
};

// "block 7 (00ab...)"
std::string place_of(const IndexedBlock& block);

// The blocks behind `from` up to and with `to`, lowest first. from: an ancestor of `to`, or nullptr.
std::vector<const IndexedBlock*> path_between(const IndexedBlock* from, const IndexedBlock& to);

}  // namespace chaincore::state
