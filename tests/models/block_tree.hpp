// SPDX-License-Identifier: MIT
// A tree of blocks, made from a plan of plain numbers: any numbers make a tree, so that rapidcheck can draw and shrink
// them. What is wrong with a block is known because it was planned so. One thread.
#pragma once

#include "chaincore/chain/block.hpp"
#include "chaincore/chain/params.hpp"
#include "chaincore/chain/rejection.hpp"
#include "chaincore/state/outcome.hpp"
#include "models/plain_chain.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <ostream>
#include <vector>

namespace chaincore::models {

enum class Flaw : std::uint8_t { none, no_work, wrong_root, wrong_height, too_old, overpaid, bad_signature };

enum class Then : std::uint8_t { nothing, commit, restart };

struct PlannedBlock {
    std::uint32_t back = 0;  // its parent is so many before the one that was planned last
    Flaw flaw = Flaw::none;
    std::uint64_t difficulty = 1;         // mainline
    std::optional<std::uint32_t> spends;  // the reward of one of its ancestors, which may be spent already
    std::uint32_t late = 0;               // in tenths of a place: how long after its turn it arrives
    std::optional<std::uint32_t> again;   // how long after its turn it arrives once more
    state::BlockOrigin origin = state::BlockOrigin::peer;
    Then then = Then::nothing;  // after each of its arrivals
};

std::ostream& operator<<(std::ostream& out, const PlannedBlock& block);

class BlockTree {
public:
    static constexpr std::size_t kNone = SIZE_MAX;

    // root: what all others build on, and the tree's first block; nullptr: some of them are blocks 0. number: of the
    // first planned one, so that no block of one tree is that of another.
    BlockTree(const std::vector<PlannedBlock>& plan, const chain::NetworkParams& params,
              const std::shared_ptr<const chain::Block>& root, std::uint64_t number);

    std::size_t size() const { return blocks_.size(); }
    const chain::Block& block(std::size_t index) const { return *blocks_[index].block; }
    std::size_t parent(std::size_t index) const { return blocks_[index].parent; }  // kNone: there is none
    // Which rule the block breaks, if all its ancestors are valid.
    std::optional<chain::Rule> broken_rule(std::size_t index) const { return blocks_[index].broken_rule; }
    // Is that seen without the chain before it?
    bool is_refused_alone(std::size_t index) const { return blocks_[index].is_refused_alone; }
    // Classic: 1. Mainline: 16 to the power of its difficulty.
    std::uint64_t work(std::size_t index) const { return blocks_[index].work; }

    // From the root, or its block 0, up to and with this one.
    std::vector<std::size_t> chain_of(std::size_t index) const;
    const std::shared_ptr<const chain::Block>& shared_block(std::size_t index) const { return blocks_[index].block; }
    std::optional<std::size_t> find(const crypto::Hash256& hash) const;

private:
    struct Entry {
        std::shared_ptr<const chain::Block> block;
        std::size_t parent = kNone;
        std::optional<chain::Rule> broken_rule;
        bool is_refused_alone = false;
        std::uint64_t work = 1;
        std::optional<std::size_t> spends;  // whose reward
    };

    Entry make(const PlannedBlock& planned, std::size_t parent) const;
    std::vector<std::size_t> rewards_before(std::size_t parent) const;
    bool is_spent_before(std::size_t parent, std::size_t reward) const;

    chain::NetworkParams params_;
    std::uint64_t number_;
    std::vector<Entry> blocks_;
};

}  // namespace chaincore::models
