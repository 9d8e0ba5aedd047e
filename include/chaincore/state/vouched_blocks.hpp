// SPDX-License-Identifier: MIT
// Blocks that the operator vouches for: their signatures are not checked. A block's hash does not cover signatures, so
// a copy with other ones passes, too, where all else is right: what is vouched for is that the coins' owners have
// agreed to these very transactions, not that everybody can see it. `chain check` asks for every signature again. Any
// thread.
#pragma once

#include "chaincore/crypto/hash256.hpp"

#include <cstddef>
#include <mutex>
#include <span>
#include <unordered_set>
#include <vector>

namespace chaincore::state {

class VouchedBlocks {
public:
    void add(const std::vector<crypto::Hash256>& blocks);
    bool contains(const crypto::Hash256& block) const;
    std::size_t size() const;

    // They are on disk, and will not be asked for again. What is not in here is passed over.
    void drop(std::span<const crypto::Hash256> blocks);

private:
    mutable std::mutex mutex_;
    std::unordered_set<crypto::Hash256> blocks_;  // guarded by mutex_
};

}  // namespace chaincore::state
