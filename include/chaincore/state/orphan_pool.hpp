// SPDX-License-Identifier: MIT
// Blocks whose parent we do not have (docs/rules.md, "Chains"): kept for a while, since it may be on its way. One
// thread.
#pragma once

#include "chaincore/chain/written_block.hpp"

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <string>
#include <vector>

namespace chaincore::state {

class OrphanPool {
public:
    static constexpr std::size_t kMaxBlocks = 100;
    static constexpr std::size_t kMaxBytes = std::size_t{16} << 20;

    // The oldest make room. The block must have passed check_block: its work is what a place here costs.
    void add(const chain::SharedBlock& block);

    // The blocks that build on this one leave the pool.
    std::vector<chain::SharedBlock> take_children(const std::string& parent_hash);

    // Oldest first.
    std::vector<std::shared_ptr<const chain::Block>> all() const;
    // Changes whenever they do.
    std::uint64_t version() const { return version_; }

    std::size_t count() const { return orphans_.size(); }
    std::size_t bytes() const { return bytes_; }

private:
    std::list<chain::SharedBlock> orphans_;  // oldest first
    std::size_t bytes_ = 0;                  // of their texts
    std::uint64_t version_ = 0;
};

}  // namespace chaincore::state
