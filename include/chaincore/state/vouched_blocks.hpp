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
#include <vector>

namespace chaincore::state {

class VouchedBlocks {
public:
    void add(std::vector<crypto::Hash256> blocks);
    bool contains(const crypto::Hash256& block) const;

    // They are on disk, and will not be asked for again. What is not in here is passed over.
    void drop(std::span<const crypto::Hash256> blocks);

    // How many are kept, dropped ones among them until they make up half: 32 bytes and a bit each.
    std::size_t kept() const;

private:
    std::size_t position_of(const crypto::Hash256& block) const;
    void forget_dropped();

    mutable std::mutex mutex_;
    std::vector<crypto::Hash256> blocks_;  // guarded by mutex_, as all below; sorted
    std::vector<bool> is_dropped_;         // of each
    std::size_t dropped_ = 0;
};

}  // namespace chaincore::state
