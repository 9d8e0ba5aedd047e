// SPDX-License-Identifier: MIT
// How a chain state keeps to what its operator rules out (docs/rules.md, "Ruled out").
#include "chaincore/state/chain_state.hpp"

#include <utility>

namespace chaincore::state {

using crypto::Hash256;

namespace {

Error unknown(const Hash256& hash) { return {"no block with the hash " + hash.to_hex() + " is known here"}; }

bool builds_on(const IndexedBlock* block, const IndexedBlock& other) {
    while (block != nullptr && block->record.height > other.record.height) block = block->parent;
    return block == &other;
}

}  // namespace

Result<void, Error> ChainState::rule_out(const Hash256& hash) {
    if (failure_) return fail(*failure_);
    const IndexedBlock* block = index_.find(hash);
    if (block == nullptr) return fail(unknown(hash));
    if (block->parent == nullptr)
        return fail(Error{place_of(*block) + " is where the chain begins: without it there is none"});
    if (ruled_out_.contains(hash)) return fail(Error{place_of(*block) + " is ruled out already"});
    auto ruled_out = ruled_out_;
    ruled_out.insert(hash);
    return keep_to_ruling(std::move(ruled_out));
}

// As bitcoind's reconsiderblock: a block that builds on one that stays ruled out would be of no use, and a ruling on a
// block that builds on it was made for the same reason.
Result<void, Error> ChainState::readmit(const Hash256& hash) {
    if (failure_) return fail(*failure_);
    const IndexedBlock* block = index_.find(hash);
    if (block == nullptr) return fail(unknown(hash));
    auto ruled_out = ruled_out_;
    std::erase_if(ruled_out, [&](const Hash256& other_hash) {
        const IndexedBlock* other = index_.find(other_hash);
        return other != nullptr && (builds_on(block, *other) || builds_on(other, *block));
    });
    if (ruled_out == ruled_out_) return fail(Error{place_of(*block) + " is not ruled out"});
    return keep_to_ruling(std::move(ruled_out));
}

// The ruling is on disk before the chain moves: a start after a crash in between moves it.
Result<void, Error> ChainState::keep_to_ruling(std::unordered_set<Hash256> ruled_out) {
    origin_ = BlockOrigin::sync;  // nobody need be told of blocks that come back
    ruled_out_ = std::move(ruled_out);
    index_.rule_out(ruled_out_);
    chain_.note_ruled_out({ruled_out_.begin(), ruled_out_.end()});
    auto moved = write(nullptr);
    if (moved) moved = activate_best();
    if (moved) moved = write(nullptr);
    if (!moved) store_failed(moved.error());
    return moved;
}

}  // namespace chaincore::state
