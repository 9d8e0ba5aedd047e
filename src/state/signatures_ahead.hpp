// SPDX-License-Identifier: MIT
// Checks the signatures of blocks that wait for their turn, on all cores: when a block is connected, it is known who
// has signed. What is not valid is found out again there, and said. Any thread, but for stop().
#pragma once

#include "chaincore/chain/block.hpp"
#include "chaincore/consensus/signature_check.hpp"
#include "chaincore/util/task_pool.hpp"

#include <atomic>
#include <latch>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace chaincore::state {

// Payments from begin up to end, and which of the block's inputs are theirs, the coinbase's apart.
struct PaymentRun {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::size_t first_input = 0;
    std::size_t end_input = 0;
};

// What is found out about one block.
class BlockSigners {
public:
    BlockSigners(std::shared_ptr<const chain::Block> block, const consensus::SignatureCheck& check);

    // Returns when its signatures have been checked, or one is not valid, or nobody will look: too many wait, or all is
    // stopped.
    void wait() const { done_.wait(); }

    // For connect_block, once wait() has returned.
    consensus::SignatureCheck result() const { return {check_.trust, check_.cache, signers_}; }

private:
    friend class SignaturesAhead;
    class Ticket;

    void check(const PaymentRun& run);

    const std::shared_ptr<const chain::Block> block_;
    const consensus::SignatureCheck check_;
    const std::vector<PaymentRun> runs_;
    std::vector<std::string> signers_;
    std::atomic<bool> is_spoiled_ = false;
    mutable std::latch done_;
};

class SignaturesAhead {
public:
    SignaturesAhead();

    // The block must have passed check_block. check: its cache must live as long as the answer.
    std::shared_ptr<const BlockSigners> check(std::shared_ptr<const chain::Block> block,
                                              const consensus::SignatureCheck& check);

    // What waits is not checked any more. The owner's thread.
    void stop() { workers_.stop(); }

private:
    util::TaskPool workers_;
};

}  // namespace chaincore::state
