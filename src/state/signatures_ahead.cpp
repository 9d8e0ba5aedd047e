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
std::vector<PaymentRun> cut_into_runs(const chain::Block& block) {
    std::vector<PaymentRun> runs;
    PaymentRun run{1, 1, 0, 0};
    while (run.end < block.transactions.size()) {
        run.end_input += block.transactions[run.end++].inputs.size();
        const bool is_long = run.end_input - run.first_input >= kInputsOfATask;
        if (!is_long && run.end < block.transactions.size()) continue;
        runs.push_back(run);
        run = {run.end, run.end, run.end_input, run.end_input};
    }
    return runs;
}

}  // namespace

BlockSigners::BlockSigners(std::shared_ptr<const chain::Block> block, const consensus::SignatureCheck& check)
    : block_(std::move(block)),
      check_{check.trust, check.cache, {}},
      runs_(cut_into_runs(*block_)),
      signers_(runs_.empty() ? 0 : runs_.back().end_input),
      done_(static_cast<std::ptrdiff_t>(runs_.size())) {}

void BlockSigners::check(const PaymentRun& run) {
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

    void check(const PaymentRun& run) const { signers_->check(run); }

private:
    const std::shared_ptr<BlockSigners> signers_;
};

SignaturesAhead::SignaturesAhead() : workers_(std::max(1U, std::thread::hardware_concurrency()), kMostTasks) {}

std::shared_ptr<const BlockSigners> SignaturesAhead::check(std::shared_ptr<const chain::Block> block,
                                                           const consensus::SignatureCheck& check) {
    auto signers = std::make_shared<BlockSigners>(std::move(block), check);
    for (const PaymentRun& run : signers->runs_)
        workers_.try_post(
            [run, ticket = std::make_shared<BlockSigners::Ticket>(signers)](std::size_t) { ticket->check(run); });
    return signers;
}

}  // namespace chaincore::state
