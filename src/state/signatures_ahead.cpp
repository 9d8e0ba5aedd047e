// SPDX-License-Identifier: MIT
#include "state/signatures_ahead.hpp"

#include "chaincore/consensus/check_spend.hpp"

#include <algorithm>
#include <thread>
#include <utility>
#include <vector>

namespace chaincore::state {
namespace {

// Enough to be worth another thread's while, few enough that a large block keeps all of them busy.
constexpr std::size_t kInputsOfATask = 16;

// Payments from begin up to end.
struct Task {
    std::size_t begin;
    std::size_t end;
    std::size_t inputs;
};

// Runs of payments; the coinbase is none of them.
std::vector<Task> cut_into_tasks(const chain::Block& block) {
    std::vector<Task> tasks;
    Task task{1, 1, 0};
    while (task.end < block.transactions.size()) {
        task.inputs += block.transactions[task.end++].inputs.size();
        if (task.inputs < kInputsOfATask && task.end < block.transactions.size()) continue;
        tasks.push_back(std::exchange(task, {task.end, task.end, 0}));
    }
    return tasks;
}

}  // namespace

SignaturesAhead::SignaturesAhead(std::shared_ptr<consensus::SignatureCache> known)
    : workers_(std::max(1U, std::thread::hardware_concurrency())) {
    shared_->known = std::move(known);
}

std::shared_ptr<std::latch> SignaturesAhead::check(const std::shared_ptr<const chain::Block>& block) {
    std::vector<Task> tasks = cut_into_tasks(*block);
    if (shared_->inputs > kMostInputs) tasks.clear();
    auto done = std::make_shared<std::latch>(static_cast<std::ptrdiff_t>(tasks.size()));
    const auto is_spoiled = std::make_shared<std::atomic<bool>>(false);
    for (const Task& task : tasks) {
        shared_->inputs += task.inputs;
        workers_.post([block, task, done, is_spoiled, shared = shared_] {
            for (std::size_t i = task.begin; i < task.end && !*is_spoiled && !shared->is_stopped; ++i)
                if (!consensus::check_signatures_ahead(block->transactions[i], *shared->known)) *is_spoiled = true;
            shared->inputs -= task.inputs;
            done->count_down();
        });
    }
    return done;
}

}  // namespace chaincore::state
