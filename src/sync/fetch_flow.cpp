// SPDX-License-Identifier: MIT
#include "chaincore/sync/fetch_flow.hpp"

namespace chaincore::sync {

void FetchFlow::note_news(std::size_t bytes, SteadyTime now) {
    const std::lock_guard lock(mutex_);
    if (now - window_began_ > kWindow) {
        window_began_ = now;
        bytes_ = 0;
    }
    bytes_ += bytes;
    if (bytes_ < kBytes) return;
    flowed_at_ = window_began_ = now;
    bytes_ = 0;
}

void FetchFlow::set_waiting_for_us(bool is_waiting) {
    const std::lock_guard lock(mutex_);
    is_waiting_for_us_ = is_waiting;
}

bool FetchFlow::is_flowing(SteadyTime now, Duration grace) const {
    const std::lock_guard lock(mutex_);
    if (is_waiting_for_us_) return true;
    return flowed_at_ == began_ ? now - began_ < grace : now - flowed_at_ < kPause;
}

FetchFlow::Duration FetchFlow::idle_for(SteadyTime now) const {
    const std::lock_guard lock(mutex_);
    return is_waiting_for_us_ ? Duration{0} : now - flowed_at_;
}

}  // namespace chaincore::sync
