// SPDX-License-Identifier: MIT
#include "chaincore/state/chain_state.hpp"

#include "chaincore/chain/canonical_json.hpp"
#include "chaincore/chain/difficulty.hpp"
#include "chaincore/chain/in_quotes.hpp"
#include "chaincore/chain/limits.hpp"
#include "chaincore/consensus/chain_work.hpp"
#include "chaincore/consensus/median_time.hpp"
#include "chaincore/util/check.hpp"
#include "state/address_effects.hpp"

#include <algorithm>

namespace chaincore::state {
namespace {

using chain::Block;
using chain::Rejection;
using crypto::Hash256;

// What listeners get to see of very long changes.
constexpr std::size_t kMostShownBlocks = 128;
constexpr std::size_t kMostReturnedTransactions = 10'000;

// Hashes that check_block has let through.
Hash256 to_hash(const std::string& text) {
    const auto hash = Hash256::from_hex(text);
    CHAINCORE_CHECK(hash);
    return *hash;
}

std::uint64_t to_natural(const chain::Number& number) {
    const auto natural = number.to_natural();
    CHAINCORE_CHECK(natural);
    return *natural;
}

std::string place_of(const IndexedBlock& block) {
    return "block " + std::to_string(block.record.height) + " (" + block.record.hash.to_hex() + ")";
}

// The blocks behind `from` up to and with `to`, lowest first. from: an ancestor of `to`, or nullptr.
std::vector<const IndexedBlock*> path_to(const IndexedBlock* from, const IndexedBlock& to) {
    std::vector<const IndexedBlock*> path;
    for (const IndexedBlock* at = &to; at != from; at = at->parent) path.push_back(at);
    std::reverse(path.begin(), path.end());
    return path;
}

}  // namespace

ChainState::ChainState(storage::ChainDatabase& database, const chain::NetworkParams& params, const util::Clock& clock,
                       util::Log& log, StepLimits limits)
    : database_(database), params_(params), clock_(clock), log_(log), limits_(limits) {}

Result<std::unique_ptr<ChainState>, Error> ChainState::open(storage::ChainDatabase& database,
                                                            const chain::NetworkParams& params,
                                                            const util::Clock& clock, util::Log& log,
                                                            StepLimits limits) {
    std::unique_ptr<ChainState> state(new ChainState(database, params, clock, log, limits));
    if (auto loaded = state->load(); !loaded) return fail(loaded.error());
    if (auto activated = state->activate_best(); !activated) return fail(activated.error());
    if (auto committed = state->commit(); !committed) return fail(committed.error());
    return state;
}

Result<void, Error> ChainState::load() {
    snapshot_ = database_.snapshot();
    std::vector<storage::BlockRecord> records;
    const auto read = snapshot_->for_each_block([&](const storage::BlockRecord& record) { records.push_back(record); });
    if (!read) return fail(read.error());
    std::sort(records.begin(), records.end(), [](const auto& a, const auto& b) { return a.height < b.height; });
    for (storage::BlockRecord& record : records) {
        next_order_ = std::max(next_order_, record.order + 1);
        if (record.height > 0 && index_.find(record.previous_hash) == nullptr)
            return fail(Error{"the store is damaged: the block before " + record.hash.to_hex() + " is missing"});
        index_.add(std::move(record));
    }

    const auto tip = snapshot_->tip();
    if (!tip) return fail(tip.error());
    if (*tip) {
        written_ = index_.find((*tip)->hash);
        if (written_ == nullptr)
            return fail(Error{"the store is damaged: its tip " + (*tip)->hash.to_hex() + " is missing"});
        set_connected(written_);
    }
    coins_.reset(snapshot_, *tip);
    const auto mark = snapshot_->reorg_target();
    if (!mark) return fail(mark.error());
    is_reorg_marked_ = mark->has_value();
    if (is_reorg_marked_) log_.info("a change to another branch was interrupted: it is being finished");
    return {};
}

Outcome ChainState::accept(const Block& block, BlockOrigin origin) {
    if (failure_) return *failure_;
    Outcome outcome = accept_one(block, origin);
    auto* accepted = std::get_if<Accepted>(&outcome);
    if (accepted == nullptr || accepted->is_duplicate) return outcome;
    adopt_orphans(block.hash);
    const IndexedBlock* kept = index_.find(accepted->hash);
    accepted->chain_length = length();
    accepted->is_on_best_chain = kept != nullptr && is_on_best_chain(*kept);
    return outcome;
}

// Orphans of orphans follow, breadth first.
void ChainState::adopt_orphans(const std::string& parent_hash) {
    std::vector<std::string> parents{parent_hash};
    for (std::size_t i = 0; i < parents.size(); ++i)
        for (const Block& child : orphans_.take_children(parents[i]))
            if (std::holds_alternative<Accepted>(accept_one(child, BlockOrigin::peer))) parents.push_back(child.hash);
}

Outcome ChainState::accept_one(const Block& block, BlockOrigin origin) {
    if (const IndexedBlock* known = index_.find(to_hash(block.hash))) return already_have(*known);
    if (origin == BlockOrigin::miner)
        if (auto stale = find_stale(block)) return *std::move(stale);

    const bool is_genesis = block.header.previous_hash == chain::kZeroHash;
    const IndexedBlock* parent = index_.find(to_hash(block.header.previous_hash));
    if (parent == nullptr && !is_genesis) return keep_orphan(block);

    const consensus::BlockContext context = context_after(parent);
    if (auto verdict = check_place(block.header, context); !verdict) return verdict.error();
    return parent == connected_ ? extend(block, context) : branch_off(block);
}

Outcome ChainState::already_have(const IndexedBlock& block) const {
    return Accepted{block.record.hash, length(), true, is_on_best_chain(block)};
}

std::optional<Stale> ChainState::find_stale(const Block& block) const {
    const std::string tip_hash = connected_ == nullptr ? std::string(chain::kZeroHash) : connected_->record.hash.to_hex();
    if (block.header.previous_hash != tip_hash)
        return Stale{Stale::Reason::wrong_parent,
                     "previous_hash: found " + chain::in_quotes(block.header.previous_hash) +
                         ", expected the tip's, " + chain::in_quotes(tip_hash),
                     length()};
    if (block.header.height != chain::Number{length()})
        return Stale{Stale::Reason::wrong_height,
                     "index: found " + block.header.height.text() + ", expected " + std::to_string(length()), length()};
    return std::nullopt;
}

Outcome ChainState::keep_orphan(const Block& block) {
    const std::uint64_t height = to_natural(block.header.height);
    if (height == 0)
        return Rejection{chain::Rule::previous_hash, "previous_hash: found " +
                                                         chain::in_quotes(block.header.previous_hash) +
                                                         ", expected 64 zeros for block 0"};
    orphans_.add(block, canonical_json(block).size());
    return MissingBlocks{std::min(length(), height - 1), height - 1};
}

Outcome ChainState::extend(const Block& block, const consensus::BlockContext& context) {
    const auto connected = connect_block(block, context, coins_);
    if (coins_.failure()) return store_failed(*coins_.failure());
    if (!connected) return connected.error();
    const IndexedBlock& added = add_to_index(block, canonical_json(block));
    pending_.put_undo(added.record.hash, connected->diff);
    connect(added, block, connected->diff);
    return Accepted{added.record.hash, length(), false, true};
}

// What it spends can be judged only when its branch is connected.
Outcome ChainState::branch_off(const Block& block) {
    const IndexedBlock& added = add_to_index(block, canonical_json(block));
    const Hash256 hash = added.record.hash;
    const bool is_better = connected_ == nullptr || added.record.work > connected_->record.work;
    if (is_better) {
        branch_refusal_.reset();
        if (auto moved = activate_best(); !moved) return store_failed(moved.error());
        if (index_.find(hash) == nullptr) return *branch_refusal_;
    }
    return Accepted{hash, length(), false, is_on_best_chain(*index_.find(hash))};
}

const IndexedBlock& ChainState::add_to_index(const Block& block, const std::string& text) {
    const IndexedBlock* parent = index_.find(to_hash(block.header.previous_hash));
    storage::BlockRecord record;
    record.hash = to_hash(block.hash);
    record.previous_hash = to_hash(block.header.previous_hash);
    record.merkle_root = to_hash(block.header.merkle_root);
    record.height = to_natural(block.header.height);
    record.timestamp = block.header.timestamp;
    record.nonce = to_natural(block.header.nonce);
    record.target_difficulty = to_natural(block.header.target_difficulty);
    record.work = consensus::block_work(params_, block.header) + (parent ? parent->record.work : consensus::ChainWork{});
    record.next_difficulty = difficulty_after(parent, block);
    record.size = text.size();
    record.cumulative_bytes = text.size() + (parent ? parent->record.cumulative_bytes : 0);
    record.transaction_count = block.transactions.size();
    record.order = next_order_++;
    record.received_at = clock_.wall_now().time_since_epoch().count();
    record.miner = block.transactions[0].outputs[0].recipient_address;
    pending_.put_block(record, text);
    return index_.add(std::move(record));
}

std::uint64_t ChainState::difficulty_after(const IndexedBlock* parent, const Block& block) const {
    if (params_.network == chain::Network::classic) return params_.difficulty;
    std::vector<double> timestamps = last_timestamps(parent, chain::kAdjustmentInterval - 1);
    timestamps.push_back(block.header.timestamp.to_double());
    const std::uint64_t current = parent ? parent->record.next_difficulty : params_.difficulty;
    return chain::next_mainline_difficulty(to_natural(block.header.height) + 1, timestamps, current);
}

consensus::BlockContext ChainState::context_after(const IndexedBlock* parent) const {
    if (parent == nullptr) return {0, std::string(chain::kZeroHash), std::nullopt};
    return {parent->record.height + 1, parent->record.hash.to_hex(),
            consensus::median_time(last_timestamps(parent, chain::kMedianBlocks))};
}

void ChainState::set_connected(const IndexedBlock* block) {
    const IndexedBlock* fork = common_ancestor(connected_, block);
    best_chain_.resize(fork == nullptr ? 0 : fork->record.height + 1);
    if (block != nullptr)
        for (const IndexedBlock* at : path_to(fork, *block)) best_chain_.push_back(at);
    connected_ = block;
}

bool ChainState::is_on_best_chain(const IndexedBlock& block) const {
    return block.record.height < best_chain_.size() && best_chain_[block.record.height] == &block;
}

// Ends where no branch is better than the connected one. A branch that turns out invalid is gone after its turn, so
// that every turn moves on or leaves fewer branches.
Result<void, Error> ChainState::activate_best() {
    for (const IndexedBlock* target = index_.best(connected_); target != connected_;
         target = index_.best(connected_)) {
        // What was accepted before must not be lost when this branch is refused.
        if (auto written = flush(); !written) return written;
        if (auto moved = move_towards(*target); !moved) return moved;
    }
    return {};
}

Result<void, Error> ChainState::move_towards(const IndexedBlock& target) {
    const IndexedBlock* fork = common_ancestor(connected_, &target);
    while (connected_ != fork) {
        if (auto done = disconnect_last(); !done) return done;
        if (auto done = take_step(target); !done) return done;
    }
    for (const IndexedBlock* block : path_to(fork, target)) {
        const auto is_connected = connect_next(*block);
        if (!is_connected) return fail(is_connected.error());
        if (!*is_connected) return {};
        if (auto done = take_step(target); !done) return done;
    }
    return {};
}

// A reorg too long for one write is written in steps: the coins of each belong to its tip, and the mark says that
// there is more to do. What is published stays the old tip.
Result<void, Error> ChainState::take_step(const IndexedBlock& target) {
    const bool is_full = moved_blocks_ >= limits_.blocks || pending_bytes() >= limits_.bytes;
    if (!is_full || connected_ == nullptr || connected_ == &target) return {};
    pending_.put_reorg_target(target.record.hash);
    is_reorg_marked_ = true;
    return flush();
}

Result<void, Error> ChainState::disconnect_last() {
    const auto content = read_block(*connected_);
    if (!content) return fail(content.error());
    const auto diff = snapshot_->undo(connected_->record.hash);
    if (!diff) return fail(diff.error());
    if (!*diff) return fail(Error{"the store is damaged: " + place_of(*connected_) + " has no undo record"});

    const std::uint64_t height = connected_->record.height;
    coins_.undo(**diff);
    pending_.remove_height(height);
    for (const auto& [address, entry] : address_effects(*content, **diff, height)) {
        pending_.remove_history(address, entry.place);
        pending_.remove_transaction(entry.tx_id, entry.place);
    }
    const auto& transactions = content->transactions;
    if (change_.returned.size() < kMostReturnedTransactions)
        change_.returned.insert(change_.returned.end(), transactions.begin() + 1, transactions.end());
    ++change_.disconnected;
    ++moved_blocks_;
    set_connected(connected_->parent);
    return {};
}

// False: the block was refused, and its branch is gone.
Result<bool, Error> ChainState::connect_next(const IndexedBlock& block) {
    const auto content = read_block(block);
    if (!content) return fail(content.error());
    // An undo record is there where the block has passed every rule before.
    const auto known = snapshot_->undo(block.record.hash);
    if (!known) return fail(known.error());
    if (*known) {
        connect(block, *content, **known);
        return true;
    }
    const auto connected = connect_block(*content, context_after(block.parent), coins_);
    if (coins_.failure()) return fail(*coins_.failure());
    if (!connected) {
        refuse_branch(block, connected.error());
        return false;
    }
    pending_.put_undo(block.record.hash, connected->diff);
    connect(block, *content, connected->diff);
    return true;
}

void ChainState::connect(const IndexedBlock& block, const Block& content, const consensus::UtxoDiff& diff) {
    const std::uint64_t height = block.record.height;
    coins_.apply(diff);
    pending_.put_height(height, block.record.hash);
    for (const auto& [address, entry] : address_effects(content, diff, height)) {
        pending_.put_history(address, entry);
        pending_.put_transaction(entry.tx_id, entry.place);
    }
    for (const auto& coin : diff.spent) change_.spent.push_back(coin.out_point);
    change_.connected.push_back(std::make_shared<const Block>(content));
    if (change_.connected.size() > kMostShownBlocks) change_.connected.erase(change_.connected.begin());
    ++moved_blocks_;
    set_connected(&block);
}

// The block's hash is not remembered: it does not cover signatures, and an honest copy may come.
void ChainState::refuse_branch(const IndexedBlock& block, const Rejection& rejection) {
    log_.warn("the branch up to " + place_of(block) + " is refused by the rule " +
              std::string(rule_name(rejection.rule)) + ": " + rejection.message);
    branch_refusal_ = Rejection{rejection.rule, place_of(block) + ": " + rejection.message};
    roll_back();
    for (const Hash256& hash : index_.remove_branch(block)) pending_.remove_block(hash);
}

void ChainState::roll_back() {
    pending_.clear();
    coins_.reset(snapshot_, written_ == nullptr ? std::nullopt : snapshot_->tip().value_or(std::nullopt));
    set_connected(written_);
    moved_blocks_ = 0;
}

Result<Block, Error> ChainState::read_block(const IndexedBlock& block) {
    const auto text = snapshot_->block_text(block.record.hash);
    if (!text) return fail(text.error());
    if (!*text) return fail(Error{"the store is damaged: " + place_of(block) + " has no text"});
    auto content = reader_.read_block_slice(**text);
    if (!content)
        return fail(Error{"the store is damaged: " + place_of(block) + " is no block: " + content.error().message});
    return *std::move(content);
}

Result<std::optional<ChainChange>, Error> ChainState::commit() {
    if (failure_) return fail(*failure_);
    const bool has_new_tip = connected_ != nullptr && (!tip_ || tip_->block.hash != connected_->record.hash);
    if (is_reorg_marked_) pending_.remove_reorg_target();
    if (auto written = flush(); !written) {
        store_failed(written.error());
        return fail(written.error());
    }
    is_reorg_marked_ = false;
    if (!has_new_tip) {
        change_ = {};
        return std::nullopt;
    }
    publish();
    change_.tip = tip_;
    std::erase_if(change_.connected, [this](const auto& block) {  // those of a branch that was tried and refused
        const IndexedBlock* known = index_.find(to_hash(block->hash));
        return known == nullptr || !is_on_best_chain(*known);
    });
    return std::exchange(change_, {});
}

Result<void, Error> ChainState::flush() {
    moved_blocks_ = 0;
    if (connected_ != written_) {
        CHAINCORE_CHECK(connected_ != nullptr);
        coins_.write_to(pending_);
        pending_.put_tip({connected_->record.hash, coins_.digest(), coins_.count()});
    }
    if (pending_.is_empty()) return {};
    if (auto written = database_.write(pending_); !written) return written;
    written_ = connected_;
    snapshot_ = database_.snapshot();
    const auto tip = snapshot_->tip();
    if (!tip) return fail(tip.error());
    coins_.reset(snapshot_, *tip);
    return {};
}

void ChainState::publish() {
    auto tip = std::make_shared<Tip>();
    tip->block = connected_->record;
    tip->next = context_after(connected_);
    tip->utxo_digest = coins_.digest();
    tip->coin_count = coins_.count();
    tip->since = clock_.steady_now();
    tip->snapshot = snapshot_;
    tip_ = std::move(tip);
}

Outcome ChainState::store_failed(const Error& error) {
    failure_ = error;
    log_.error(error.message + ": nothing is accepted any more");
    return error;
}

}  // namespace chaincore::state
