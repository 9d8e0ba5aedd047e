// SPDX-License-Identifier: MIT
#include "miner/job_slot.hpp"

#include <utility>

namespace chaincore::miner {

void JobSlot::set(std::shared_ptr<const Job> job) {
    {
        const std::lock_guard lock(mutex_);
        if (is_closed_) return;
        job_.swap(job);  // the old one is let go outside the lock
        ++generation_;
    }
    job_came_.notify_all();
}

JobSlot::Taken JobSlot::wait(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    job_came_.wait(lock, stop, [this] { return job_ != nullptr; });
    return {job_, generation_.load(std::memory_order_relaxed)};
}

bool JobSlot::end(std::uint64_t generation) {
    const std::lock_guard lock(mutex_);
    if (is_stale(generation)) return false;
    job_ = nullptr;
    ++generation_;
    return true;
}

bool JobSlot::close() {
    const std::lock_guard lock(mutex_);
    job_ = nullptr;
    ++generation_;
    return !std::exchange(is_closed_, true);
}

}  // namespace chaincore::miner
