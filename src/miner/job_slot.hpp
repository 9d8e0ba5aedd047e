// SPDX-License-Identifier: MIT
// The job of a backend: its threads wait for it, search it, and see at a glance that there is another one. Any thread.
#pragma once

#include "chaincore/miner/job.hpp"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <stop_token>

namespace chaincore::miner {

class JobSlot {
public:
    // nullptr: rest. Does nothing once the slot is closed.
    void set(std::shared_ptr<const Job> job);

    struct Taken {
        std::shared_ptr<const Job> job;  // nullptr: stopped
        std::uint64_t generation = 0;    // this slot's own, since a job's cannot tell that it was taken away
    };
    Taken wait(const std::stop_token& stop);

    // Has what was taken with it been replaced, or taken away? Takes no lock.
    bool is_stale(std::uint64_t generation) const { return generation_.load(std::memory_order_relaxed) != generation; }

    // Takes the job away. Only one of those who took it hears true, and none where it is stale.
    bool end(std::uint64_t generation);

    // No job from now on. Was the slot open?
    bool close();

private:
    std::atomic<std::uint64_t> generation_ = 0;  // changes whenever job_ does, under the mutex
    std::mutex mutex_;
    std::condition_variable_any job_came_;  // guarded by mutex_, as what follows
    std::shared_ptr<const Job> job_;        // nullptr: rest
    bool is_closed_ = false;
};

}  // namespace chaincore::miner
