// SPDX-License-Identifier: MIT
#include "chaincore/util/rounds.hpp"

namespace chaincore::util {

Rounds::~Rounds() { stop(); }

void Rounds::start() {
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void Rounds::stop() {
    thread_.request_stop();
    {
        const std::lock_guard lock(mutex_);
        is_stopped_ = true;
        ended_.notify_all();
    }
    if (thread_.joinable()) thread_.join();
}

void Rounds::request() {
    const std::lock_guard lock(mutex_);
    wanted_ = started_ + 1;
    asked_.notify_one();
}

void Rounds::run_one(std::chrono::milliseconds timeout, const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    const std::uint64_t number = started_ + 1;
    wanted_ = number;
    is_urgent_ = true;
    asked_.notify_one();
    ended_.wait_for(lock, stop, timeout, [&] { return is_stopped_ || done_ >= number; });
}

void Rounds::run(const std::stop_token& stop) {
    while (wait_for_round(stop)) {
        work_(stop);
        const std::lock_guard lock(mutex_);
        done_ = started_;
        ended_.notify_all();
    }
}

bool Rounds::wait_for_round(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    if (started_ > 0) asked_.wait_for(lock, stop, gap_, [this] { return is_urgent_; });
    asked_.wait_for(lock, stop, period_ - gap_, [this] { return wanted_ > started_; });
    started_ = wanted_ = started_ + 1;
    is_urgent_ = false;
    return !stop.stop_requested();
}

}  // namespace chaincore::util
