// SPDX-License-Identifier: MIT
#include "stratum/job_board.hpp"

#include "chaincore/chain/merkle.hpp"

#include <utility>

namespace chaincore::stratum {
namespace {

std::vector<std::string> branch_of_coinbase(const chain::Block& block) {
    std::vector<std::string> ids;
    for (const chain::Transaction& transaction : block.transactions) ids.push_back(transaction.tx_id);
    return chain::merkle_branch_of_first(std::move(ids));
}

}  // namespace

void JobBoard::set_work(std::shared_ptr<const Work> work, Time now) {
    work_ = std::move(work);
    clock_.go_on(now);
    branch_ = branch_of_coinbase(*work_->block);
    by_payee_.clear();
    const std::string& parent = work_->block->header.previous_hash;
    if (parent != parent_ || work_->voids_others) void_all();
    parent_ = parent;
    works_.push_back(now);
    forget_old(now);
}

void JobBoard::rest(Time now) {
    work_ = nullptr;
    clock_.rest(now);
}

void JobBoard::void_all() {
    jobs_.clear();
    works_.clear();
    ++epoch_;
}

std::shared_ptr<Job> JobBoard::job_for(const std::string& payee) {
    if (is_resting()) return nullptr;
    std::shared_ptr<Job>& job = by_payee_[payee];
    if (job) return job;
    job = std::make_shared<Job>(++last_number_, work_, payee, branch_);
    jobs_.emplace(job->number(), Listed{job, works_.back()});
    return job;
}

std::shared_ptr<Job> JobBoard::find(std::uint64_t number) const {
    const auto found = jobs_.find(number);
    return found == jobs_.end() ? nullptr : found->second.job;
}

// The job of the moment stays, however long nothing better comes.
void JobBoard::forget_old(Time now) {
    while (works_.size() > (is_resting() ? 0 : 1) && (now - works_.front() > kOldest || works_.size() > kMostWorks))
        works_.pop_front();
    std::erase_if(jobs_, [&](const auto& job) { return works_.empty() || job.second.since < works_.front(); });
}

}  // namespace chaincore::stratum
