// SPDX-License-Identifier: MIT
// Which signatures of a block that is judged need no look: those that were found valid before, and all of a block that
// the operator vouches for, until it has passed and that is on disk. One thread, but for cache() and vouched(): any.
#pragma once

#include "chaincore/chain/block.hpp"
#include "chaincore/consensus/signature_check.hpp"
#include "chaincore/crypto/hash256.hpp"
#include "chaincore/state/vouched_blocks.hpp"

#include <memory>
#include <vector>

namespace chaincore::state {

class SignatureTrust {
public:
    const std::shared_ptr<consensus::SignatureCache>& cache() const { return cache_; }
    VouchedBlocks& vouched() { return vouched_; }

    // For judging that block. ahead: what was found out before; under another trust it counts for nothing.
    consensus::SignatureCheck check_of(const crypto::Hash256& block, const consensus::SignatureCheck& ahead = {}) const;

    // The block is kept without being judged: for when its branch overtakes.
    void remember_signers(const chain::Block& block, const consensus::SignatureCheck& check);

    // It has an undo record now: it is not judged again once that is on disk.
    void note_passed(const crypto::Hash256& block, const consensus::SignatureCheck& check);
    // What had passed before is on disk when the write ends, or will never be.
    void note_write_begun();
    void note_write_ended();
    void forget_unwritten();

private:
    const std::shared_ptr<consensus::SignatureCache> cache_ = std::make_shared<consensus::SignatureCache>();
    VouchedBlocks vouched_;
    // Vouched blocks that have passed: since the last write began, and before that.
    std::vector<crypto::Hash256> passed_;
    std::vector<crypto::Hash256> being_written_;
};

}  // namespace chaincore::state
