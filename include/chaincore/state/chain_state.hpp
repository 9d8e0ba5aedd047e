// SPDX-License-Identifier: MIT
// The chain: it judges blocks that have passed check_block, chooses between branches (docs/rules.md, "Chains"), and
// writes what it has decided. The only place that changes it. One thread.
#pragma once

#include "chaincore/chain/block.hpp"
#include "chaincore/chain/params.hpp"
#include "chaincore/chain/rejection.hpp"
#include "chaincore/chain/written_block.hpp"
#include "chaincore/consensus/connect_block.hpp"
#include "chaincore/state/block_index.hpp"
#include "chaincore/state/chain_change.hpp"
#include "chaincore/state/connected_chain.hpp"
#include "chaincore/state/orphan_pool.hpp"
#include "chaincore/state/outcome.hpp"
#include "chaincore/state/pushed_side_blocks.hpp"
#include "chaincore/state/refused_blocks.hpp"
#include "chaincore/state/signature_trust.hpp"
#include "chaincore/state/tip.hpp"
#include "chaincore/storage/chain_database.hpp"
#include "chaincore/util/clock.hpp"
#include "chaincore/util/log.hpp"
#include "chaincore/util/result.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

namespace chaincore::state {

// docs/storage.md, "Reorgs".
struct ReorgLimits {
    // When a reorg is cut into steps: each is one atomic write.
    std::size_t step_blocks = 1000;
    std::size_t step_bytes = std::size_t{32} << 20;
    // A block on a side branch is judged in full at once where both the branch and what it would replace are no longer
    // than that; beyond, when its branch overtakes.
    std::uint64_t judged_depth = 100;
};

class ChainState {
public:
    // Takes the chain from the database, and finishes a reorg that was interrupted. database, clock and log must
    // outlive it.
    static Result<std::unique_ptr<ChainState>, Error> open(storage::ChainDatabase& database,
                                                           const chain::NetworkParams& params, const util::Clock& clock,
                                                           util::Log& log, ReorgLimits limits = {});

    // Judges a block that passed check_block, and connects it or a better branch that it completes. What it accepts
    // counts once commit() has succeeded. ahead: what has been found out about its signatures.
    Outcome accept(const chain::SharedBlock& block, BlockOrigin origin, const consensus::SignatureCheck& ahead = {});
    Outcome accept(chain::Block block, BlockOrigin origin) {
        return accept(chain::write_out(std::move(block)), origin);
    }

    // What an outcome has become since: a later block may have shown the branch of an earlier one to be invalid.
    Outcome reconsider(const Outcome& outcome) const;

    // The operator's word (docs/rules.md, "Ruled out"): the block and whatever builds on it are no part of the best
    // chain from now on, and are refused by Rule::ruled_out, until it is readmitted with all that it builds on and that
    // builds on it. It is on disk, and the chain has moved, when it returns; commit() tells how. An Error says what is
    // wrong with the request, or is the store's, of which commit() tells, too.
    Result<void, Error> rule_out(const crypto::Hash256& hash);
    Result<void, Error> readmit(const crypto::Hash256& hash);

    // Writes what has been accepted; on disk when it returns. The change, where the tip is another one now. After an
    // Error nothing is accepted any more.
    Result<std::optional<ChainChange>, Error> commit();

    // The same on a thread of its own, while more is accepted. Not while one is under way; nothing is begun after an
    // Error. on_done: called on that thread; end_commit() then returns at once, and what it tells is as of
    // start_commit().
    void start_commit(std::function<void()> on_done);
    bool is_committing() const { return chain_.is_writing(); }
    bool is_commit_done() const { return chain_.is_write_done(); }
    Result<std::optional<ChainChange>, Error> end_commit();

    // Returns when on_done has returned; nothing is written on another thread any more.
    void stop_writer() { chain_.stop_writer(); }

    // How much commit() would write, but for what is being written.
    std::size_t pending_bytes() const { return chain_.pending_bytes(); }

    // Blocks that wait for their parents.
    const OrphanPool& orphans() const { return orphans_; }

    // Signatures that blocks need not be checked for again. Any thread.
    const std::shared_ptr<consensus::SignatureCache>& signatures() const { return trust_.cache(); }

    // Blocks whose signatures are not checked. Any thread.
    VouchedBlocks& vouched() { return trust_.vouched(); }

    // As of the last commit; nullptr before the genesis.
    const std::shared_ptr<const Tip>& tip() const { return tip_; }

private:
    ChainState(storage::ChainDatabase& database, const chain::NetworkParams& params, const util::Clock& clock,
               util::Log& log, ReorgLimits limits);

    Result<void, Error> load(const storage::Snapshot& snapshot);

    Outcome accept_one(const chain::SharedBlock& shared, BlockOrigin origin, const consensus::SignatureCheck& ahead);
    void adopt_orphans(const std::string& parent_hash);
    Outcome keep_orphan(const chain::SharedBlock& shared);
    std::optional<Stale> find_stale(const chain::Block& block) const;
    Outcome extend(const chain::SharedBlock& shared, const consensus::BlockContext& context,
                   const consensus::SignatureCheck& check);
    Outcome branch_off(const chain::SharedBlock& shared, const IndexedBlock* parent,
                       const consensus::BlockContext& context, const consensus::SignatureCheck& check);
    Result<void, Error> write(const IndexedBlock* reorg_target);
    Result<void, Error> finish_write();
    std::optional<ChainChange> take_change();
    void roll_back();
    std::optional<Stale> find_no_room(const chain::WrittenBlock& written, const IndexedBlock* parent);
    bool is_judged_at_once(const IndexedBlock* parent) const;
    Outcome outcome_of(const crypto::Hash256& hash) const;
    Outcome store_failed(const Error& error);

    // Moves to the best chain that these blocks allow.
    Result<void, Error> keep_to_ruling(std::unordered_set<crypto::Hash256> ruled_out);

    const IndexedBlock& add_to_index(const chain::WrittenBlock& written, const IndexedBlock* parent);

    // Moving to another branch. An Error is the store's; where a block on the way is refused, its branch is gone.
    Result<void, Error> activate_best();
    Result<void, Error> move_towards(const IndexedBlock& target);
    Result<bool, Error> connect_next(const IndexedBlock& block);
    Result<void, Error> take_step(const IndexedBlock& target);
    void refuse_branch(const IndexedBlock& block, const chain::Rejection& rejection);

    void publish();

    const chain::NetworkParams params_;
    const util::Clock& clock_;
    util::Log& log_;
    const ReorgLimits limits_;

    SignatureTrust trust_;
    BlockIndex index_;
    ConnectedChain chain_;
    OrphanPool orphans_;
    RefusedBlocks refused_;
    PushedSideBlocks side_blocks_;
    std::unordered_set<crypto::Hash256> ruled_out_;  // by the operator, without what builds on them
    std::uint64_t next_order_ = 0;
    BlockOrigin origin_ = BlockOrigin::sync;          // of the block that is being accepted
    std::optional<chain::Rejection> branch_refusal_;  // of the branch that was tried last
    std::shared_ptr<const Tip> tip_;
    std::optional<Error> failure_;
};

}  // namespace chaincore::state
