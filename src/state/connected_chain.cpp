// SPDX-License-Identifier: MIT
#include "chaincore/state/connected_chain.hpp"

#include "chaincore/util/check.hpp"
#include "state/address_effects.hpp"

#include <algorithm>
#include <utility>

namespace chaincore::state {
namespace {

using consensus::UtxoDiff;

// What listeners get to see of very long changes.
constexpr std::size_t kMostShownBlocks = 32;
constexpr std::size_t kMostReturnedBytes = std::size_t{32} << 20;

}  // namespace

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

void ConnectedChain::connect(const IndexedBlock& block, const std::shared_ptr<const chain::Block>& content,
                             const UtxoDiff& diff, BlockOrigin origin) {
    CHAINCORE_CHECK(block.parent == tip_);
    const std::uint64_t height = block.record.height;
    coins_.apply(diff);
    pending_.put_height(height, block.record.hash);
    for (const auto& [address, entry] : address_effects(*content, diff, height)) {
        pending_.put_history(address, entry);
        pending_.put_transaction(entry.tx_id, entry.place);
    }
    for (const auto& coin : diff.spent) change_.spent.push_back(coin.out_point);
    change_.connected.push_back({content, origin});
    ++change_.connected_blocks;
    change_.connected_transactions += content->transactions.size();
    if (change_.connected.size() > kMostShownBlocks) change_.connected.erase(change_.connected.begin());
    ++pending_moves_;
    set_tip(&block);
}

Result<void, Error> ConnectedChain::disconnect_tip() {
    const auto content = read_block(*tip_);
    if (!content) return fail(content.error());
    const auto diff = read_undo(*tip_);
    if (!diff) return fail(diff.error());
    if (!*diff) return fail(damaged(place_of(*tip_) + " has no undo record"));

    const std::uint64_t height = tip_->record.height;
    coins_.undo(**diff);
    pending_.remove_height(height);
    for (const auto& [address, entry] : address_effects(*content, **diff, height)) {
        pending_.remove_history(address, entry.place);
        pending_.remove_transaction(entry.tx_id, entry.place);
    }
    const auto& transactions = content->transactions;
    change_.returned_bytes += tip_->record.size;
    if (change_.returned_bytes <= kMostReturnedBytes)
        change_.returned.insert(change_.returned.end(), transactions.begin() + 1, transactions.end());
    ++change_.disconnected;
    change_.has_new_genesis |= height == 0;
    ++pending_moves_;
    set_tip(tip_->parent);
    return {};
}

Result<chain::Block, Error> ConnectedChain::read_block(const IndexedBlock& block) {
    const auto text = snapshot_->block_text(block.record.hash);
    if (!text) return fail(text.error());
    if (!*text) return fail(damaged(place_of(block) + " has no text"));
    auto content = reader_.read_block_slice(**text);
    if (!content) return fail(damaged(place_of(block) + " is no block: " + content.error().message));
    return *std::move(content);
}

Result<std::optional<UtxoDiff>, Error> ConnectedChain::read_undo(const IndexedBlock& block) const {
    return snapshot_->undo(block.record.hash);
}

Result<std::optional<UtxoCache>, Error> ConnectedChain::coins_at(const IndexedBlock* branch) const {
    UtxoCache coins;
    coins.reset(snapshot_, written_record_);
    const IndexedBlock* fork = common_ancestor(tip_, branch);
    for (const IndexedBlock* at = tip_; at != fork; at = at->parent) {
        const auto diff = read_undo(*at);
        if (!diff) return fail(diff.error());
        if (!*diff) return fail(damaged(place_of(*at) + " has no undo record"));
        coins.undo(**diff);
    }
    if (branch == nullptr) return coins;
    for (const IndexedBlock* at : path_between(fork, *branch)) {
        const auto diff = read_undo(*at);
        if (!diff) return fail(diff.error());
        if (!*diff) return std::nullopt;
        coins.apply(**diff);
    }
    return coins;
}

Result<void, Error> ConnectedChain::write(const IndexedBlock* reorg_target) {
    if (reorg_target != nullptr) pending_.put_reorg_target(reorg_target->record.hash);
    if (reorg_target == nullptr && is_marked_) pending_.remove_reorg_target();
    std::optional<storage::TipRecord> record = written_record_;
    if (tip_ != written_tip_) {
        CHAINCORE_CHECK(tip_ != nullptr);
        coins_.write_to(pending_);
        record = storage::TipRecord{tip_->record.hash, coins_.digest(), coins_.count()};
        pending_.put_tip(*record);
    }
    pending_moves_ = 0;
    if (pending_.is_empty()) return {};
    if (auto written = database_.write(pending_); !written) return written;
    is_marked_ = reorg_target != nullptr;
    written_tip_ = tip_;
    written_record_ = record;
    written_change_ = change_;
    snapshot_ = database_.snapshot();
    coins_.note_written(snapshot_);
    return {};
}

void ConnectedChain::roll_back() {
    pending_.clear();
    pending_moves_ = 0;
    coins_.reset(snapshot_, written_record_);
    change_ = written_change_;
    set_tip(written_tip_);
}

ChainChange ConnectedChain::take_change() {
    written_change_ = {};
    return std::exchange(change_, {});
}

void ConnectedChain::set_tip(const IndexedBlock* block) {
    const IndexedBlock* fork = common_ancestor(tip_, block);
    by_height_.resize(fork == nullptr ? 0 : fork->record.height + 1);
    if (block != nullptr)
        for (const IndexedBlock* at : path_between(fork, *block)) by_height_.push_back(at);
    tip_ = block;
}

}  // namespace chaincore::state
