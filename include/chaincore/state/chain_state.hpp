// SPDX-License-Identifier: MIT
// The chain: the only place that changes it. It judges blocks that have passed check_block, chooses between branches
// (docs/rules.md, "Networks"), and writes what it has decided. One thread.
#pragma once

#include "chaincore/chain/block.hpp"
#include "chaincore/chain/block_reader.hpp"
#include "chaincore/chain/params.hpp"
#include "chaincore/chain/rejection.hpp"
#include "chaincore/consensus/connect_block.hpp"
#include "chaincore/state/block_index.hpp"
#include "chaincore/state/chain_change.hpp"
#include "chaincore/state/orphan_pool.hpp"
#include "chaincore/state/outcome.hpp"
#include "chaincore/state/tip.hpp"
#include "chaincore/state/utxo_cache.hpp"
#include "chaincore/storage/chain_database.hpp"
#include "chaincore/util/clock.hpp"
#include "chaincore/util/log.hpp"
#include "chaincore/util/result.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace chaincore::state {

// When a reorg is cut into steps (docs/storage.md, "Reorgs"): each is one atomic write.
struct StepLimits {
    std::size_t blocks = 1000;
    std::size_t bytes = std::size_t{32} << 20;
};

class ChainState {
public:
    // Takes the chain from the database, and finishes a reorg that was interrupted. database, clock and log must
    // outlive it.
    static Result<std::unique_ptr<ChainState>, Error> open(storage::ChainDatabase& database,
                                                           const chain::NetworkParams& params,
                                                           const util::Clock& clock, util::Log& log,
                                                           StepLimits limits = {});

    // Judges a block that passed check_block, and connects it or a better branch that it completes. What it accepts
    // counts once commit() has succeeded.
    Outcome accept(const chain::Block& block, BlockOrigin origin);

    // Writes what has been accepted; on disk when it returns. The change, where the tip is another one now. After an
    // Error nothing is accepted any more.
    Result<std::optional<ChainChange>, Error> commit();

    // How much commit() would write.
    std::size_t pending_bytes() const { return pending_.bytes() + coins_.bytes(); }

    // As of the last commit; nullptr before the genesis.
    const std::shared_ptr<const Tip>& tip() const { return tip_; }

private:
    ChainState(storage::ChainDatabase& database, const chain::NetworkParams& params, const util::Clock& clock,
               util::Log& log, StepLimits limits);

    Result<void, Error> load();

    Outcome accept_one(const chain::Block& block, BlockOrigin origin);
    void adopt_orphans(const std::string& parent_hash);
    Outcome keep_orphan(const chain::Block& block);
    Outcome already_have(const IndexedBlock& block) const;
    std::optional<Stale> find_stale(const chain::Block& block) const;
    Outcome extend(const chain::Block& block, const consensus::BlockContext& context);
    Outcome branch_off(const chain::Block& block);

    const IndexedBlock& add_to_index(const chain::Block& block, const std::string& text);
    std::uint64_t difficulty_after(const IndexedBlock* parent, const chain::Block& block) const;
    consensus::BlockContext context_after(const IndexedBlock* parent) const;
    std::uint64_t length() const { return connected_ == nullptr ? 0 : connected_->record.height + 1; }
    void set_connected(const IndexedBlock* block);
    bool is_on_best_chain(const IndexedBlock& block) const;

    // Moving the connected chain. An Error is the store's; a refusal on the way is noted and the branch is gone.
    Result<void, Error> activate_best();
    Result<void, Error> move_towards(const IndexedBlock& target);
    Result<void, Error> disconnect_last();
    Result<bool, Error> connect_next(const IndexedBlock& block);
    Result<void, Error> take_step(const IndexedBlock& target);
    void connect(const IndexedBlock& block, const chain::Block& content, const consensus::UtxoDiff& diff);
    void roll_back();
    void refuse_branch(const IndexedBlock& block, const chain::Rejection& rejection);

    Result<chain::Block, Error> read_block(const IndexedBlock& block);
    Result<void, Error> flush();
    void publish();
    Outcome store_failed(const Error& error);

    storage::ChainDatabase& database_;
    const chain::NetworkParams params_;
    const util::Clock& clock_;
    util::Log& log_;
    const StepLimits limits_;
    chain::BlockReader reader_;

    BlockIndex index_;
    OrphanPool orphans_;
    std::uint64_t next_order_ = 0;
    const IndexedBlock* connected_ = nullptr;         // the block up to which coins_ is connected
    std::vector<const IndexedBlock*> best_chain_;  // up to it, by height
    UtxoCache coins_;
    storage::Batch pending_;
    ChainChange change_;  // since the last commit
    std::size_t moved_blocks_ = 0;  // since the last write
    std::optional<chain::Rejection> branch_refusal_;
    bool is_reorg_marked_ = false;

    const IndexedBlock* written_ = nullptr;  // what the store's tip is
    std::shared_ptr<const storage::Snapshot> snapshot_;
    std::shared_ptr<const Tip> tip_;
    std::optional<Error> failure_;
};

}  // namespace chaincore::state
