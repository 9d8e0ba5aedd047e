// SPDX-License-Identifier: MIT
#include "state/signatures_ahead.hpp"

#include "chaincore/consensus/check_spend.hpp"

#include <algorithm>
#include <atomic>
#include <thread>
#include <utility>
#include <vector>

namespace chaincore::state {
namespace {

// Enough to be worth another thread's while, few enough that a large block keeps all of them busy.
constexpr std::size_t kInputsOfATask = 16;
// So that nothing has left the cache when it is needed.
constexpr std::size_t kMostTasks = consensus::SignatureCache::kMostEntries / kInputsOfATask / 2;

// Payments from begin up to end.
struct Run {
    std::size_t begin;
    std::size_t end;
};

// The coinbase is in none of them.
std::vector<Run> cut_into_runs(const chain::Block& block) {
    std::vector<Run> runs;
    std::size_t inputs = 0;
    for (std::size_t begin = 1, end = 2; end <= block.transactions.size(); ++end) {
        inputs += block.transactions[end - 1].inputs.size();
        if (inputs < kInputsOfATask && end < block.transactions.size()) continue;
        runs.push_back({begin, end});
        begin = end;
        inputs = 0;
    }
    return runs;
}

// What the tasks of one block share.
struct BlockCheck {
    std::shared_ptr<const chain::Block> block;
    std::shared_ptr<consensus::SignatureCache> known;
    std::shared_ptr<std::latch> done;
    std::atomic<bool> is_spoiled = false;

    void check(const Run& run) {
        for (std::size_t i = run.begin; i < run.end && !is_spoiled; ++i)
            if (!consensus::check_signatures_ahead(block->transactions[i], *known)) is_spoiled = true;
    }
};

// Counts down when its task goes, done or dropped.
struct Ticket {
    std::shared_ptr<BlockCheck> check;
    explicit Ticket(std::shared_ptr<BlockCheck> of) : check(std::move(of)) {}
    ~Ticket() { check->done->count_down(); }
    Ticket(const Ticket&) = delete;
    Ticket& operator=(const Ticket&) = delete;
};

}  // namespace

SignaturesAhead::SignaturesAhead(std::shared_ptr<consensus::SignatureCache> known)
    : known_(std::move(known)), workers_(std::max(1U, std::thread::hardware_concurrency()), kMostTasks) {}

std::shared_ptr<std::latch> SignaturesAhead::check(const std::shared_ptr<const chain::Block>& block) {
    const std::vector<Run> runs = cut_into_runs(*block);
    auto done = std::make_shared<std::latch>(static_cast<std::ptrdiff_t>(runs.size()));
    const auto check = std::make_shared<BlockCheck>(block, known_, done);
    for (const Run& run : runs)
        workers_.try_post([run, ticket = std::make_shared<Ticket>(check)](std::size_t) { ticket->check->check(run); });
    return done;
}

}  // namespace chaincore::state
