// SPDX-License-Identifier: MIT
// Where searchers' threads leave their finds and the worker's thread waits for them. A find ends the call that the
// worker is making: looking at a tip may take seconds, and a block in hand should not wait for it.
#pragma once

#include "chaincore/chain/block.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <stop_token>

namespace chaincore::worker {

struct Find {
    std::uint64_t generation = 0;
    chain::BlockHeader header;
};

class Inbox {
public:
    // Of two finds the later job's counts, and of one job the first. Searchers' threads.
    void put(Find find);
    // Lets the worker look around. Any thread.
    void wake();

    // The worker's thread only, from here on.
    std::optional<Find> take();
    void wait_until(const std::stop_token& stop, std::chrono::steady_clock::time_point time);
    // For a call that may be made again: ends it as soon as there is a find, or nothing more to do.
    std::stop_token begin_call(const std::stop_token& stop);
    // Ends it. Any thread.
    void end_call();

private:
    std::mutex mutex_;
    std::condition_variable_any event_;
    bool is_awake_ = false;  // guarded by mutex_, as what follows
    std::optional<Find> find_;
    std::stop_source call_;
};

}  // namespace chaincore::worker
