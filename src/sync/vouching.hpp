// SPDX-License-Identifier: MIT
// The block that the operator vouches for, during one download: it is looked for among the headers, and where it is
// found, nobody checks its signatures and those before it (docs/protocol.md, "Fetching chains"). One thread.
#pragma once

#include "chaincore/crypto/hash256.hpp"
#include "chaincore/state/chain_thread.hpp"
#include "sync/header_chain.hpp"
#include "sync/our_chain.hpp"

#include <cstdint>
#include <optional>

namespace chaincore::sync {

class Vouching {
public:
    // chain must outlive it. A block that we have needs no vouching.
    Vouching(state::ChainThread& chain, const OurChain& ours, const std::optional<crypto::Hash256>& assumed_valid)
        : chain_(chain), wanted_(assumed_valid && !ours.knows(*assumed_valid) ? assumed_valid : std::nullopt) {}

    // The block has not been seen.
    bool is_open() const { return wanted_.has_value(); }
    // Tells the chain thread, where the block is one of these. Headers are shown in order, and may grow meanwhile.
    void look_at(const HeaderChain& headers);

private:
    state::ChainThread& chain_;
    std::optional<crypto::Hash256> wanted_;
    std::uint64_t next_ = 0;  // the first height that was not looked at
};

}  // namespace chaincore::sync
