// SPDX-License-Identifier: MIT
#include "chaincore/state/block_index.hpp"

#include "chaincore/util/check.hpp"

#include <algorithm>

namespace chaincore::state {
namespace {

bool is_lower(const IndexedBlock* a, const IndexedBlock* b) { return a->record.height < b->record.height; }

}  // namespace

const IndexedBlock* BlockIndex::find(const crypto::Hash256& hash) const {
    const auto entry = blocks_.find(hash);
    return entry == blocks_.end() ? nullptr : entry->second.get();
}

const IndexedBlock& BlockIndex::add(storage::BlockRecord record) {
    const IndexedBlock* parent = find(record.previous_hash);
    CHAINCORE_CHECK(parent != nullptr || record.previous_hash == crypto::Hash256{});
    const crypto::Hash256 hash = record.hash;
    const bool is_out = is_ruled_out(hash, parent);
    const auto [entry, is_new] =
        blocks_.emplace(hash, std::make_unique<IndexedBlock>(IndexedBlock{std::move(record), parent, is_out}));
    CHAINCORE_CHECK(is_new);
    return *entry->second;
}

std::vector<crypto::Hash256> BlockIndex::remove_branch(const IndexedBlock& block) {
    std::vector<const IndexedBlock*> above;
    for (const auto& [hash, entry] : blocks_)
        if (entry->record.height > block.record.height) above.push_back(entry.get());
    std::sort(above.begin(), above.end(), is_lower);
    // Parents come before their children.
    std::unordered_set<const IndexedBlock*> branch{&block};
    std::vector<crypto::Hash256> removed{block.record.hash};
    for (const IndexedBlock* each : above) {
        if (!branch.contains(each->parent)) continue;
        branch.insert(each);
        removed.push_back(each->record.hash);
    }
    for (const crypto::Hash256& hash : removed) blocks_.erase(hash);
    return removed;
}

bool BlockIndex::is_ruled_out(const crypto::Hash256& hash, const IndexedBlock* parent) const {
    return (parent != nullptr && parent->is_ruled_out) || ruled_out_.contains(hash);
}

void BlockIndex::rule_out(const std::unordered_set<crypto::Hash256>& hashes) {
    ruled_out_ = hashes;
    std::vector<IndexedBlock*> parents_first;
    for (const auto& [hash, entry] : blocks_) parents_first.push_back(entry.get());
    std::sort(parents_first.begin(), parents_first.end(), is_lower);
    for (IndexedBlock* block : parents_first) block->is_ruled_out = is_ruled_out(block->record.hash, block->parent);
}

const IndexedBlock* BlockIndex::best() const {
    const IndexedBlock* best = nullptr;
    for (const auto& [hash, entry] : blocks_) {
        const storage::BlockRecord& record = entry->record;
        if (entry->is_ruled_out) continue;
        const bool is_better = best == nullptr || record.work > best->record.work;
        const bool is_earlier =
            best != nullptr && record.work == best->record.work && record.order < best->record.order;
        if (is_better || is_earlier) best = entry.get();
    }
    return best;
}

std::vector<const IndexedBlock*> BlockIndex::all() const {
    std::vector<const IndexedBlock*> all;
    all.reserve(blocks_.size());
    for (const auto& [hash, entry] : blocks_) all.push_back(entry.get());
    return all;
}

Result<void, Error> load_index(const storage::Snapshot& snapshot, BlockIndex& index) {
    std::vector<storage::BlockRecord> records;
    const auto read = snapshot.for_each_block([&](const storage::BlockRecord& record) { records.push_back(record); });
    if (!read) return read;
    std::sort(records.begin(), records.end(), [](const auto& a, const auto& b) { return a.height < b.height; });
    for (storage::BlockRecord& record : records) {
        const bool is_genesis = record.previous_hash == crypto::Hash256{};
        if (!is_genesis && index.find(record.previous_hash) == nullptr)
            return fail(Error{"the store is damaged: the block before " + record.hash.to_hex() + " is missing"});
        index.add(std::move(record));
    }
    return {};
}

const IndexedBlock* common_ancestor(const IndexedBlock* a, const IndexedBlock* b) {
    while (a != b) {
        if (a == nullptr || b == nullptr) return nullptr;
        const bool a_is_higher = a->record.height >= b->record.height;
        const bool b_is_higher = b->record.height >= a->record.height;
        if (a_is_higher) a = a->parent;
        if (b_is_higher) b = b->parent;
    }
    return a;
}

std::vector<double> last_timestamps(const IndexedBlock* tip, std::size_t count) {
    std::vector<double> timestamps;
    for (const IndexedBlock* at = tip; at != nullptr && timestamps.size() < count; at = at->parent)
        timestamps.push_back(at->record.timestamp.to_double());
    std::reverse(timestamps.begin(), timestamps.end());
    return timestamps;
}

}  // namespace chaincore::state
