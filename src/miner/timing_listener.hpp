// SPDX-License-Identifier: MIT
// Hears of what a backend finds while it is timed, and of a failure, which ends the measurement. Any thread.
#pragma once

#include "chaincore/miner/backend.hpp"
#include "chaincore/miner/cycle_meter.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>

namespace chaincore::miner {

class TimingListener final : public BackendListener {
public:
    void on_find(const std::shared_ptr<const Job>& job, const Hit& hit) override;
    void on_failure(std::string_view backend, const Error& error) override;

    // Until the backend fails or the time is over.
    std::optional<Error> wait_for_failure(TimingSpan span);

    // When the find with this number came, from 1 on. A minute at most.
    Result<std::chrono::steady_clock::time_point, Error> wait_for_find(int number);

private:
    std::mutex mutex_;
    std::condition_variable heard_;  // guarded by mutex_, as what follows
    std::chrono::steady_clock::time_point last_find_;
    int finds_ = 0;
    std::optional<Error> failure_;
};

}  // namespace chaincore::miner
