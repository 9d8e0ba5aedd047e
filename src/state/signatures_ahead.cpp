// SPDX-License-Identifier: MIT
#include "state/signatures_ahead.hpp"

#include "chaincore/consensus/check_spend.hpp"

#include <algorithm>
#include <thread>

namespace chaincore::state {
namespace {

// Enough to be worth another thread's while, few enough that a large block keeps all of them busy.
constexpr std::size_t kInputsOfATask = 16;
// What others than blocks that are fetched are checked for stays in the cache until it is needed.
constexpr std::size_t kMostTasks = consensus::SignatureCache::kMostEntries / kInputsOfATask / 2;

// The coinbase is in none of them.
template <class Run>
std::vector<Run> cut_into_runs(const chain::Block& block) {
    std::vector<Run> runs;
    Run run{1, 1, 0};
    std::size_t inputs = 0;  // up to run.end
    while (run.end < block.transactions.size()) {
        inputs += block.transactions[run.end++].inputs.size();
        if (inputs - run.first_input < kInputsOfATask && run.end < block.transactions.size()) continue;
        runs.push_back(run);
        run = {run.end, run.end, inputs};
    }
    return runs;
}

std::size_t count_inputs(const chain::Block& block) {
    std::size_t inputs = 0;
    for (std::size_t i = 1; i < block.transactions.size(); ++i) inputs += block.transactions[i].inputs.size();
    return inputs;
}

}  // namespace

BlockSigners::BlockSigners(std::shared_ptr<const chain::Block> block, const consensus::SignatureCheck& check)
    : block_(std::move(block)),
      check_{check.trust, check.cache, {}},
      runs_(cut_into_runs<Run>(*block_)),
      signers_(count_inputs(*block_)),
      done_(static_cast<std::ptrdiff_t>(runs_.size())) {}

void BlockSigners::check(const Run& run) {
    std::size_t next = run.first_input;
    for (std::size_t i = run.begin; i < run.end; ++i)
        for (const chain::TransactionInput& input : block_->transactions[i].inputs) {
            if (is_spoiled_) return;
            std::string& signer = signers_[next++];
            signer = signer_of(block_->transactions[i], input, check_);
            if (signer.empty()) is_spoiled_ = true;
        }
}

// Counts down when its task goes, done or dropped.
class BlockSigners::Ticket {
public:
    explicit Ticket(std::shared_ptr<BlockSigners> of) : signers_(std::move(of)) {}
    ~Ticket() { signers_->done_.count_down(); }
    Ticket(const Ticket&) = delete;
    Ticket& operator=(const Ticket&) = delete;

    void check(const Run& run) const { signers_->check(run); }

private:
    const std::shared_ptr<BlockSigners> signers_;
};

SignaturesAhead::SignaturesAhead() : workers_(std::max(1U, std::thread::hardware_concurrency()), kMostTasks) {}

std::shared_ptr<const BlockSigners> SignaturesAhead::check(std::shared_ptr<const chain::Block> block,
                                                           const consensus::SignatureCheck& check) {
    auto signers = std::make_shared<BlockSigners>(std::move(block), check);
    for (const BlockSigners::Run& run : signers->runs_)
        workers_.try_post(
            [run, ticket = std::make_shared<BlockSigners::Ticket>(signers)](std::size_t) { ticket->check(run); });
    return signers;
}

}  // namespace chaincore::state
