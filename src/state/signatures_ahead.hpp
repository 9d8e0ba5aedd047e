// SPDX-License-Identifier: MIT
// Checks the signatures of blocks that wait for their turn, on all cores. What is found valid is in the cache when the
// block is connected; what is not is found out again there, and said. Any thread, but for stop().
#pragma once

#include "chaincore/chain/block.hpp"
#include "chaincore/consensus/signature_cache.hpp"
#include "chaincore/util/task_pool.hpp"

#include <latch>
#include <memory>

namespace chaincore::state {

class SignaturesAhead {
public:
    explicit SignaturesAhead(std::shared_ptr<consensus::SignatureCache> known);

    // The latch opens when the block's have been checked, or one is not valid, or nobody will look: too many wait, or
    // it is stopped. The block must have passed check_block.
    std::shared_ptr<std::latch> check(const std::shared_ptr<const chain::Block>& block);

    // What waits is not checked any more: all latches open soon. The owner's thread.
    void stop() { workers_.stop(); }

private:
    const std::shared_ptr<consensus::SignatureCache> known_;
    util::TaskPool workers_;
};

}  // namespace chaincore::state
