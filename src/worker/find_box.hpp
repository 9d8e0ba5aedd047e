// SPDX-License-Identifier: MIT
// Finds on their way from the searchers to the worker. Any thread. A device rests after each until it is told to go on,
// so that few of them wait here.
#pragma once

#include "chaincore/miner/job.hpp"

#include <memory>
#include <mutex>
#include <vector>

namespace chaincore::worker {

struct FoundHit {
    std::shared_ptr<const miner::Job> job;
    miner::Hit hit;
};

class FindBox {
public:
    void put(FoundHit find);
    // All of them, in the order in which they came.
    std::vector<FoundHit> take();

private:
    std::mutex mutex_;
    std::vector<FoundHit> finds_;  // guarded by mutex_
};

}  // namespace chaincore::worker
