// SPDX-License-Identifier: MIT
// All blocks that we have, as a tree in memory: on the best chain and beside it, without their transactions. One
// thread.
#pragma once

#include "chaincore/crypto/hash256.hpp"
#include "chaincore/storage/records.hpp"
#include "chaincore/storage/snapshot.hpp"
#include "chaincore/util/result.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace chaincore::state {

struct IndexedBlock {
    storage::BlockRecord record;
    const IndexedBlock* parent = nullptr;  // none: a genesis
    bool is_ruled_out = false;             // by the operator, or it builds on one that is
};

class BlockIndex {
public:
    // nullptr: we do not have it. The pointer lives until the block is removed.
    const IndexedBlock* find(const crypto::Hash256& hash) const;

    // Its parent must be here, unless it is a genesis (its previous_hash is 64 zeros).
    const IndexedBlock& add(storage::BlockRecord record);

    // The block and everything that builds on it; returns what was removed.
    std::vector<crypto::Hash256> remove_branch(const IndexedBlock& block);

    // These blocks and whatever builds on them are ruled out, of those that are here and of those that come later; what
    // was before is not any more. Looks at all blocks.
    void rule_out(const std::unordered_set<crypto::Hash256>& hashes);

    // The block with the most work behind it, of several the one that was seen first, and none that is ruled out;
    // nullptr where there are no others. Looks at all of them.
    const IndexedBlock* best() const;

    // In no order.
    std::vector<const IndexedBlock*> all() const;

    std::size_t size() const { return blocks_.size(); }

private:
    bool is_ruled_out(const crypto::Hash256& hash, const IndexedBlock* parent) const;

    std::unordered_map<crypto::Hash256, std::unique_ptr<IndexedBlock>> blocks_;
    std::unordered_set<crypto::Hash256> ruled_out_;  // by name
};

// All blocks of a store. index: empty.
Result<void, Error> load_index(const storage::Snapshot& snapshot, BlockIndex& index);

// The last block that both chains have; nullptr where even their genesis differs. Either may be nullptr.
const IndexedBlock* common_ancestor(const IndexedBlock* a, const IndexedBlock* b);

// The timestamps of the chain's last blocks, oldest first, at most `count`.
std::vector<double> last_timestamps(const IndexedBlock* tip, std::size_t count);

}  // namespace chaincore::state
