// SPDX-License-Identifier: MIT
#include "chaincore/state/chain_state.hpp"

#include "chaincore/chain/in_quotes.hpp"
#include "chaincore/chain/limits.hpp"
#include "chaincore/util/counted.hpp"
#include "state/block_context.hpp"

#include <algorithm>
#include <utility>

namespace chaincore::state {
namespace {

using chain::Block;
using chain::Rejection;
using chain::SharedBlock;
using consensus::SignatureCheck;
using consensus::Trust;
using crypto::Hash256;

// A signature may have been to blame before somebody vouched for the block.
bool still_stands(const Rejection& refused, Trust trust) {
    return trust == Trust::none || refused.rule != chain::Rule::signature;
}

Rejection refused_by_operator() {
    return {chain::Rule::ruled_out, "the operator of this node has ruled out the block, or one that it builds on"};
}

}  // namespace

ChainState::ChainState(storage::ChainDatabase& database, const chain::NetworkParams& params, const util::Clock& clock,
                       util::Log& log, ReorgLimits limits)
    : params_(params), clock_(clock), log_(log), limits_(limits), chain_(database) {}

Result<std::unique_ptr<ChainState>, Error> ChainState::open(storage::ChainDatabase& database,
                                                            const chain::NetworkParams& params,
                                                            const util::Clock& clock, util::Log& log,
                                                            ReorgLimits limits) {
    std::unique_ptr<ChainState> state(new ChainState(database, params, clock, log, limits));
    if (auto loaded = state->load(*database.snapshot()); !loaded) return fail(loaded.error());
    if (auto activated = state->activate_best(); !activated) return fail(activated.error());
    if (auto committed = state->commit(); !committed) return fail(committed.error());
    return state;
}

Result<void, Error> ChainState::load(const storage::Snapshot& snapshot) {
    const auto ruled_out = snapshot.ruled_out();
    if (!ruled_out) return fail(ruled_out.error());
    ruled_out_ = {ruled_out->begin(), ruled_out->end()};
    index_.rule_out(ruled_out_);
    if (auto loaded = load_index(snapshot, index_); !loaded) return loaded;
    for (const IndexedBlock* block : index_.all()) next_order_ = std::max(next_order_, block->record.order + 1);
    if (auto loaded = chain_.load(index_); !loaded) return loaded;
    if (chain_.is_on_its_way()) log_.info("a change to another branch was interrupted: it is being finished");
    return {};
}

Outcome ChainState::accept(const SharedBlock& block, BlockOrigin origin, const SignatureCheck& ahead) {
    if (failure_) return *failure_;
    const Outcome outcome = accept_one(block, origin, ahead);
    const auto* accepted = std::get_if<Accepted>(&outcome);
    if (accepted == nullptr || accepted->is_duplicate) return outcome;
    adopt_orphans(block->block.hash);
    if (failure_) return *failure_;
    return outcome_of(accepted->hash);
}

// Orphans of orphans follow, breadth first.
void ChainState::adopt_orphans(const std::string& parent_hash) {
    std::vector<std::string> parents{parent_hash};
    for (std::size_t i = 0; i < parents.size(); ++i)
        for (const SharedBlock& child : orphans_.take_children(parents[i])) {
            if (failure_) return;
            const Outcome outcome = accept_one(child, BlockOrigin::peer, {});
            if (std::holds_alternative<Accepted>(outcome)) parents.push_back(child->block.hash);
        }
}

Outcome ChainState::reconsider(const Outcome& outcome) const {
    const auto* accepted = std::get_if<Accepted>(&outcome);
    if (accepted == nullptr || accepted->is_duplicate || failure_) return outcome;
    return outcome_of(accepted->hash);
}

// What has become of a block that was taken: a child that was waiting for it may have shown its branch to be invalid.
Outcome ChainState::outcome_of(const Hash256& hash) const {
    const IndexedBlock* block = index_.find(hash);
    if (block == nullptr) return *branch_refusal_;
    return Accepted{hash, chain_.length(), false, chain_.contains(*block)};
}

Outcome ChainState::accept_one(const SharedBlock& shared, BlockOrigin origin, const SignatureCheck& ahead) {
    const Block& block = shared->block;
    origin_ = origin;
    const Hash256 hash = to_hash(block.hash);
    if (const IndexedBlock* known = index_.find(hash)) {
        if (known->is_ruled_out) return refused_by_operator();
        return Accepted{hash, chain_.length(), true, chain_.contains(*known)};
    }
    if (origin == BlockOrigin::miner)
        if (auto stale = find_stale(block)) return *std::move(stale);
    const SignatureCheck check = trust_.check_of(hash, ahead);
    if (!refused_.is_empty())
        if (auto refused = refused_.find(hash, text_digest(*shared)); refused && still_stands(*refused, check.trust))
            return *std::move(refused);
    if (refused_.must_wait(hash, clock_.steady_now())) return Busy{};

    const bool is_genesis = block.header.previous_hash == chain::kZeroHash;
    const IndexedBlock* parent = index_.find(to_hash(block.header.previous_hash));
    if (parent == nullptr && !is_genesis) {
        const auto refused = refused_.find(to_hash(block.header.previous_hash));
        if (!refused) return keep_orphan(shared);
        return Rejection{refused->rule, "its parent is refused: " + refused->message};
    }

    if (parent != nullptr && parent->is_ruled_out) return refused_by_operator();
    const consensus::BlockContext context = context_after(parent);
    if (auto verdict = check_place(block.header, context); !verdict) return verdict.error();
    return parent == chain_.tip() ? extend(shared, context, check) : branch_off(shared, parent, context, check);
}

std::optional<Stale> ChainState::find_stale(const Block& block) const {
    const IndexedBlock* tip = chain_.tip();
    const std::string tip_hash = tip == nullptr ? std::string(chain::kZeroHash) : tip->record.hash.to_hex();
    if (block.header.previous_hash != tip_hash)
        return Stale{Stale::Reason::wrong_parent,
                     "previous_hash: found " + chain::in_quotes(block.header.previous_hash) + ", expected the tip's, " +
                         chain::in_quotes(tip_hash),
                     chain_.length()};
    if (block.header.height != chain::Number{chain_.length()})
        return Stale{Stale::Reason::wrong_height,
                     "index: found " + block.header.height.text() + ", expected " + std::to_string(chain_.length()),
                     chain_.length()};
    return std::nullopt;
}

Outcome ChainState::keep_orphan(const SharedBlock& shared) {
    const Block& block = shared->block;
    const std::uint64_t height = to_natural(block.header.height);
    if (height == 0)
        return Rejection{
            chain::Rule::previous_hash,
            "previous_hash: found " + chain::in_quotes(block.header.previous_hash) + ", expected 64 zeros for block 0"};
    // What we fetch comes in order: a block without a parent follows a refused one.
    if (origin_ != BlockOrigin::sync) orphans_.add(shared);
    return MissingBlocks{std::min(chain_.length(), height - 1), height - 1};
}

Outcome ChainState::extend(const SharedBlock& shared, const consensus::BlockContext& context,
                           const SignatureCheck& check) {
    const Block& block = shared->block;
    auto connected = connect_block(block, context, chain_.coins(), check);
    if (chain_.coins().failure()) return store_failed(*chain_.coins().failure());
    if (!connected) {
        refused_.add(to_hash(block.hash), text_digest(*shared), connected.error());
        return connected.error();
    }
    const IndexedBlock& added = add_to_index(*shared, chain_.tip());
    trust_.note_passed(added.record.hash, check);
    chain_.add_undo(added, connected->diff);
    chain_.connect(added, {shared, &block}, std::move(connected->diff), origin_);
    return outcome_of(added.record.hash);
}

// Where it lies deep, what it spends is judged only when its branch is connected.
Outcome ChainState::branch_off(const SharedBlock& shared, const IndexedBlock* parent,
                               const consensus::BlockContext& context, const SignatureCheck& check) {
    const Block& block = shared->block;
    if (auto stale = find_no_room(*shared, parent)) return *std::move(stale);
    std::optional<consensus::UtxoDiff> diff;
    if (is_judged_at_once(parent)) {
        if (auto written = write(nullptr); !written) return store_failed(written.error());
        const auto coins = chain_.coins_at(parent);
        if (!coins) return store_failed(coins.error());
        if (*coins) {
            auto connected = connect_block(block, context, **coins, check);
            if ((*coins)->failure()) return store_failed(*(*coins)->failure());
            if (!connected) {
                refused_.add(to_hash(block.hash), text_digest(*shared), connected.error());
                return connected.error();
            }
            diff = std::move(connected->diff);
        }
    }
    const IndexedBlock& added = add_to_index(*shared, parent);
    if (diff) {
        trust_.note_passed(added.record.hash, check);
        chain_.add_undo(added, *diff);
    } else {
        trust_.remember_signers(block, check);
    }
    const Hash256 hash = added.record.hash;
    const bool is_better = chain_.tip() == nullptr || added.record.work > chain_.tip()->record.work;
    if (is_better)
        if (auto moved = activate_best(); !moved) return store_failed(moved.error());
    if (!is_better && origin_ != BlockOrigin::sync) side_blocks_.add(context.height, shared->text.size());
    return outcome_of(hash);
}

// Fetched ones belong to a chain that is worth more than ours, and one that makes its branch the best is always taken.
std::optional<Stale> ChainState::find_no_room(const chain::WrittenBlock& written, const IndexedBlock* parent) {
    const IndexedBlock* tip = chain_.tip();
    if (origin_ == BlockOrigin::sync || tip == nullptr) return std::nullopt;
    const storage::BlockRecord record = record_of(written, parent, params_);
    if (record.work > tip->record.work) return std::nullopt;
    if (side_blocks_.have_room(record.height, record.size, tip->record.height)) return std::nullopt;
    return Stale{Stale::Reason::side_branch,
                 "found a block of height " + std::to_string(record.height) +
                     " on a side branch, of which no more are taken beside a best chain of " +
                     util::counted(chain_.length(), "block") + ": a branch that is worth more is fetched",
                 chain_.length()};
}

// Walks back no farther than it must: a long foreign chain comes block by block.
bool ChainState::is_judged_at_once(const IndexedBlock* parent) const {
    const IndexedBlock* ours = chain_.tip();
    const IndexedBlock* theirs = parent;
    std::uint64_t replaced = 0;
    std::uint64_t branch_length = 0;
    while (ours != theirs) {
        if (theirs == nullptr || (ours != nullptr && ours->record.height >= theirs->record.height)) {
            ours = ours->parent;
            if (++replaced > limits_.judged_depth) return false;
        } else {
            theirs = theirs->parent;
            if (++branch_length >= limits_.judged_depth) return false;
        }
    }
    return true;
}

Result<void, Error> ChainState::write(const IndexedBlock* reorg_target) {
    if (auto finished = finish_write(); !finished) return finished;
    trust_.note_write_begun();
    if (auto written = chain_.write(reorg_target); !written) return written;
    trust_.note_write_ended();
    return {};
}

Result<void, Error> ChainState::finish_write() {
    if (auto finished = chain_.finish_write(); !finished) return finished;
    trust_.note_write_ended();
    return {};
}

void ChainState::roll_back() {
    chain_.roll_back();
    trust_.forget_unwritten();
}

Outcome ChainState::store_failed(const Error& error) {
    failure_ = error;
    roll_back();
    log_.error(error.message + ": nothing is accepted any more");
    return error;
}

const IndexedBlock& ChainState::add_to_index(const chain::WrittenBlock& written, const IndexedBlock* parent) {
    storage::BlockRecord record = record_of(written, parent, params_);
    record.order = next_order_++;
    record.received_at = clock_.wall_now().time_since_epoch().count();
    chain_.add_block(record, written.text);
    return index_.add(std::move(record));
}

Result<std::optional<ChainChange>, Error> ChainState::commit() {
    if (failure_) return fail(*failure_);
    if (auto written = write(nullptr); !written) {
        store_failed(written.error());
        return fail(written.error());
    }
    return take_change();
}

void ChainState::start_commit(std::function<void()> on_done) {
    if (failure_) return;
    trust_.note_write_begun();
    chain_.start_write(std::move(on_done));
}

Result<std::optional<ChainChange>, Error> ChainState::end_commit() {
    if (failure_) return fail(*failure_);
    if (auto written = finish_write(); !written) {
        store_failed(written.error());
        return fail(written.error());
    }
    return take_change();
}

// Of what is written.
std::optional<ChainChange> ChainState::take_change() {
    const IndexedBlock* last = chain_.written_tip();
    ChainChange change = chain_.take_change();
    if (last == nullptr || (tip_ && tip_->block.hash == last->record.hash)) return std::nullopt;
    publish();
    change.tip = tip_;
    return change;
}

void ChainState::publish() {
    const IndexedBlock* last = chain_.written_tip();
    auto tip = std::make_shared<Tip>();
    tip->block = last->record;
    tip->next = context_after(last);
    tip->utxo_digest = chain_.written_record()->utxo_digest;
    tip->coin_count = chain_.written_record()->coin_count;
    tip->since = clock_.steady_now();
    tip->snapshot = chain_.snapshot();
    tip_ = std::move(tip);
}

}  // namespace chaincore::state
