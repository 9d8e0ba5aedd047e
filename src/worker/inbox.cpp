// SPDX-License-Identifier: MIT
#include "worker/inbox.hpp"

#include <utility>

namespace chaincore::worker {

void Inbox::put(Find find) {
    const std::lock_guard lock(mutex_);
    if (find_ && find_->generation >= find.generation) return;
    find_ = std::move(find);
    is_awake_ = true;
    call_.request_stop();
    event_.notify_one();
}

void Inbox::wake() {
    const std::lock_guard lock(mutex_);
    is_awake_ = true;
    event_.notify_one();
}

std::optional<Find> Inbox::take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(find_, std::nullopt);
}

void Inbox::wait_until(const std::stop_token& stop, std::chrono::steady_clock::time_point time) {
    std::unique_lock lock(mutex_);
    event_.wait_until(lock, stop, time, [this] { return is_awake_; });
    is_awake_ = false;
}

std::stop_token Inbox::begin_call(const std::stop_token& stop) {
    const std::lock_guard lock(mutex_);
    call_ = std::stop_source();
    if (find_ || stop.stop_requested()) call_.request_stop();
    return call_.get_token();
}

void Inbox::end_call() {
    const std::lock_guard lock(mutex_);
    call_.request_stop();
}

}  // namespace chaincore::worker
