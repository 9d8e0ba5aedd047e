// SPDX-License-Identifier: MIT
// How often something may be done: a few times at once, then once a second. Any thread.
#pragma once

#include "chaincore/util/clock.hpp"

#include <algorithm>
#include <chrono>
#include <mutex>

namespace chaincore::node {

class RateLimit {
public:
    // clock must outlive it.
    RateLimit(const util::Clock& clock, unsigned burst) : clock_(clock), burst_(burst) {}

    // False: too soon.
    bool try_take() {
        const auto now = clock_.steady_now();
        const std::lock_guard lock(mutex_);
        // When all that was taken so far would have come once a second.
        const auto paid_until = std::max(paid_until_, now) + std::chrono::seconds(1);
        if (paid_until - now > std::chrono::seconds(burst_)) return false;
        paid_until_ = paid_until;
        return true;
    }

private:
    const util::Clock& clock_;
    const unsigned burst_;
    std::mutex mutex_;
    std::chrono::steady_clock::time_point paid_until_{};  // guarded by mutex_
};

}  // namespace chaincore::node
