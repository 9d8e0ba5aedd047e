// SPDX-License-Identifier: MIT
// Checks the signatures of blocks that wait for their turn, on all cores. What is found valid is in the cache when the
// block is connected; what is not is found out again there, and said. Any thread.
#pragma once

#include "chaincore/chain/block.hpp"
#include "chaincore/consensus/signature_cache.hpp"
#include "chaincore/util/worker_pool.hpp"

#include <atomic>
#include <cstddef>
#include <latch>
#include <memory>

namespace chaincore::state {

class SignaturesAhead {
public:
    // Inputs that may wait: half of what the cache holds, so that nothing has left it when it is needed.
    static constexpr std::size_t kMostInputs = consensus::SignatureCache::kMostEntries / 2;

    explicit SignaturesAhead(std::shared_ptr<consensus::SignatureCache> known);
    ~SignaturesAhead() { stop(); }

    // The latch opens when the block's have been checked, or one is not valid. Where too many wait it is open at once.
    // The block must have passed check_block.
    std::shared_ptr<std::latch> check(const std::shared_ptr<const chain::Block>& block);

    // What waits is not checked any more; all latches open soon.
    void stop() { shared_->is_stopped = true; }

private:
    struct Shared {
        std::shared_ptr<consensus::SignatureCache> known;
        std::atomic<std::size_t> inputs = 0;  // that wait
        std::atomic<bool> is_stopped = false;
    };

    const std::shared_ptr<Shared> shared_ = std::make_shared<Shared>();
    util::WorkerPool workers_;
};

}  // namespace chaincore::state
