// SPDX-License-Identifier: MIT
// A thread that does one piece of work again and again: periodically, and when somebody asks for it. Any thread may
// ask; one starts and stops it.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>
#include <utility>

namespace chaincore::util {

class Rounds {
public:
    using Work = std::function<void(const std::stop_token&)>;

    // period: from the end of a round to the next one. gap: what is left between rounds that are only requested.
    Rounds(std::chrono::milliseconds period, std::chrono::milliseconds gap, Work work)
        : period_(period), gap_(gap), work_(std::move(work)) {}
    ~Rounds();

    // Once. The first round is at once.
    void start();
    // Waits for the end of a round under way, which the token tells to be quick. Idempotent.
    void stop();

    // A round soon.
    void request();
    // A round that begins after this call, without a gap; returns when it is over, or the time is, or all is stopped,
    // or the caller is.
    void run_one(std::chrono::milliseconds timeout, const std::stop_token& stop = {});

private:
    void run(const std::stop_token& stop);
    // False: it is over.
    bool wait_for_round(const std::stop_token& stop);

    const std::chrono::milliseconds period_;
    const std::chrono::milliseconds gap_;
    const Work work_;

    std::mutex mutex_;
    std::condition_variable_any asked_;
    std::condition_variable_any ended_;
    std::uint64_t wanted_ = 1;  // guarded by mutex_, as all below: rounds are numbered
    std::uint64_t started_ = 0;
    std::uint64_t done_ = 0;
    bool is_urgent_ = true;
    bool is_stopped_ = false;
    std::jthread thread_;
};

}  // namespace chaincore::util
