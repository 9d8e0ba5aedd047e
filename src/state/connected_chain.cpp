// SPDX-License-Identifier: MIT
#include "chaincore/state/connected_chain.hpp"

#include "chaincore/util/check.hpp"
#include "state/address_effects.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace chaincore::state {

using consensus::UtxoDiff;

std::string place_of(const IndexedBlock& block) {
    return "block " + std::to_string(block.record.height) + " (" + block.record.hash.to_hex() + ")";
}

std::vector<const IndexedBlock*> path_between(const IndexedBlock* from, const IndexedBlock& to) {
    std::vector<const IndexedBlock*> path;
    for (const IndexedBlock* at = &to; at != from; at = at->parent) path.push_back(at);
    std::reverse(path.begin(), path.end());
    return path;
}

ConnectedChain::ConnectedChain(storage::ChainDatabase& database) : database_(database) {}

Result<void, Error> ConnectedChain::load(const BlockIndex& index) {
    snapshot_ = database_.snapshot();
    const auto record = snapshot_->tip();
    if (!record) return fail(record.error());
    const auto mark = snapshot_->reorg_target();
    if (!mark) return fail(mark.error());
    written_record_ = *record;
    is_marked_ = mark->has_value();
    if (written_record_) {
        written_tip_ = index.find(written_record_->hash);
        if (written_tip_ == nullptr) return fail(damaged("its tip " + written_record_->hash.to_hex() + " is missing"));
    }
    roll_back();
    return {};
}

bool ConnectedChain::contains(const IndexedBlock& block) const {
    return block.record.height < by_height_.size() && by_height_[block.record.height] == &block;
}

void ConnectedChain::add_block(const storage::BlockRecord& record, const std::string& text) {
    pending_.put_block(record, text);
}

void ConnectedChain::add_undo(const IndexedBlock& block, const UtxoDiff& diff) {
    pending_.put_undo(block.record.hash, diff);
}

void ConnectedChain::forget_blocks(const std::vector<crypto::Hash256>& hashes) {
    for (const crypto::Hash256& hash : hashes) pending_.remove_block(hash);
}

void ConnectedChain::note_ruled_out(const std::vector<crypto::Hash256>& hashes) { pending_.put_ruled_out(hashes); }

void ConnectedChain::connect(const IndexedBlock& block, const std::shared_ptr<const chain::Block>& content,
                             UtxoDiff diff, BlockOrigin origin) {
    CHAINCORE_CHECK(block.parent == tip_);
    const std::uint64_t height = block.record.height;
    pending_.put_height(height, block.record.hash);
    std::optional<storage::TransactionPlace> last_place;
    for (const auto& [address, entry] : address_effects(*content, diff, height)) {
        pending_.put_history(address, entry);
        // Each transaction has effects, and they stand together.
        if (last_place != entry.place) pending_.put_transaction(entry.tx_id, entry.place);
        last_place = entry.place;
    }
    for (const auto& coin : diff.spent) change_.spent.push_back(coin.out_point);
    coins_.apply(std::move(diff));
    change_.show({content, origin});
    ++change_.connected_blocks;
    ++change_.connected_by_origin[static_cast<std::size_t>(origin)];
    change_.connected_transactions += content->transactions.size();
    ++pending_moves_;
    set_tip(&block);
}

Result<void, Error> ConnectedChain::disconnect_tip() {
    const auto content = read_block(*tip_);
    if (!content) return fail(content.error());
    auto diff = read_undo(*tip_);
    if (!diff) return fail(diff.error());
    if (!*diff) return fail(damaged(place_of(*tip_) + " has no undo record"));

    const std::uint64_t height = tip_->record.height;
    const chain::Block& block = (*content)->block;
    pending_.remove_height(height);
    std::optional<storage::TransactionPlace> last_place;
    for (const auto& [address, entry] : address_effects(block, **diff, height)) {
        pending_.remove_history(address, entry.place);
        if (last_place != entry.place) pending_.remove_transaction(entry.tx_id, entry.place);
        last_place = entry.place;
    }
    coins_.undo(**std::move(diff));
    const auto& transactions = block.transactions;
    change_.give_back({transactions.begin() + 1, transactions.end()}, tip_->record.size);
    ++change_.disconnected;
    change_.has_new_genesis |= height == 0;
    ++pending_moves_;
    set_tip(tip_->parent);
    return {};
}

Result<chain::SharedBlock, Error> ConnectedChain::read_block(const IndexedBlock& block) {
    auto text = snapshot_->block_text(block.record.hash);
    if (!text) return fail(text.error());
    if (!*text) return fail(damaged(place_of(block) + " has no text"));
    auto content = reader_.read_block_slice(**text);
    if (!content) return fail(damaged(place_of(block) + " is no block: " + content.error().message));
    return std::make_shared<const chain::WrittenBlock>(*std::move(content), **std::move(text));
}

Result<std::optional<UtxoDiff>, Error> ConnectedChain::read_undo(const IndexedBlock& block) const {
    return snapshot_->undo(block.record.hash);
}

Result<std::optional<UtxoCache>, Error> ConnectedChain::coins_at(const IndexedBlock* branch) const {
    UtxoCache coins;
    coins.reset(snapshot_, written_record_);
    const IndexedBlock* fork = common_ancestor(tip_, branch);
    for (const IndexedBlock* at = tip_; at != fork; at = at->parent) {
        auto diff = read_undo(*at);
        if (!diff) return fail(diff.error());
        if (!*diff) return fail(damaged(place_of(*at) + " has no undo record"));
        coins.undo(**std::move(diff));
    }
    if (branch == nullptr) return coins;
    for (const IndexedBlock* at : path_between(fork, *branch)) {
        auto diff = read_undo(*at);
        if (!diff) return fail(diff.error());
        if (!*diff) return std::nullopt;
        coins.apply(**std::move(diff));
    }
    return coins;
}

ConnectedChain::Write& ConnectedChain::begin_write(const IndexedBlock* reorg_target) {
    if (reorg_target != nullptr) pending_.put_reorg_target(reorg_target->record.hash);
    if (reorg_target == nullptr && is_marked_) pending_.remove_reorg_target();
    Write& write = under_way_.emplace(Write{});  // made here: clang cannot make it within std::optional
    write.batch = std::exchange(pending_, {});
    write.tip = tip_;
    write.reorg_target = reorg_target;
    write.coin_count = coins_.count();
    write.digest = coins_.written_digest();
    write.change = std::exchange(change_, {});
    pending_moves_ = 0;
    return write;
}

// Any thread; what it is given stays as it is meanwhile.
Result<void, Error> ConnectedChain::perform(Write& write, const CoinChanges& coins) {
    coins.write_to(write.batch);
    coins.add_to(write.digest);
    if (write.tip != nullptr) write.batch.put_tip({write.tip->record.hash, write.digest.value(), write.coin_count});
    return database_.write(write.batch);
}

Result<void, Error> ConnectedChain::end_write(Result<void, Error> outcome) {
    Write write = *std::move(under_way_);
    under_way_.reset();
    if (!outcome) return outcome;
    is_marked_ = write.reorg_target != nullptr;
    written_tip_ = write.tip;
    if (write.tip != nullptr) written_record_ = {write.tip->record.hash, write.digest.value(), write.coin_count};
    written_change_.append(std::move(write.change));
    snapshot_ = database_.snapshot();
    coins_.note_written(snapshot_, write.digest);
    return {};
}

Result<void, Error> ConnectedChain::write(const IndexedBlock* reorg_target) {
    if (auto finished = finish_write(); !finished) return finished;
    const bool is_clean = pending_.is_empty() && tip_ == written_tip_;
    if (is_clean && reorg_target == nullptr && !is_marked_) return {};
    return end_write(perform(begin_write(reorg_target), coins_.begin_write()));
}

void ConnectedChain::start_write(std::function<void()> on_done) {
    CHAINCORE_CHECK(!under_way_);
    Write& write = begin_write(nullptr);
    const CoinChanges& coins = coins_.begin_write();
    // Its own: who waits for the outcome may be done with the write before this thread is done with telling it.
    const auto outcome = std::make_shared<std::promise<Result<void, Error>>>();
    write.outcome = outcome->get_future();
    const bool is_posted = writer_.try_post([this, &write, &coins, outcome, on_done = std::move(on_done)](std::size_t) {
        outcome->set_value(perform(write, coins));
        on_done();
    });
    CHAINCORE_CHECK(is_posted);
}

bool ConnectedChain::is_write_done() const {
    return under_way_ && under_way_->outcome.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
}

Result<void, Error> ConnectedChain::finish_write() {
    return under_way_ ? end_write(under_way_->outcome.get()) : Result<void, Error>{};
}

void ConnectedChain::roll_back() {
    // What is on its way counts where it arrives.
    static_cast<void>(finish_write());
    pending_.clear();
    pending_moves_ = 0;
    coins_.reset(snapshot_, written_record_);
    change_ = {};
    set_tip(written_tip_);
}

void ConnectedChain::set_tip(const IndexedBlock* block) {
    const IndexedBlock* fork = common_ancestor(tip_, block);
    by_height_.resize(fork == nullptr ? 0 : fork->record.height + 1);
    if (block != nullptr)
        for (const IndexedBlock* at : path_between(fork, *block)) by_height_.push_back(at);
    tip_ = block;
}

}  // namespace chaincore::state
