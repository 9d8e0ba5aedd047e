// SPDX-License-Identifier: MIT
#include "worker/rate_watch.hpp"

namespace chaincore::worker {

void RateWatch::begin(Time now) {
    last_look_ = now;
    last_report_ = now;
    const auto counters = devices_.counters();
    const std::lock_guard lock(mutex_);
    meters_.add(now, counters);
}

bool RateWatch::look(Time now) {
    if (now < next()) return false;
    last_look_ = now;
    const auto counters = devices_.counters();
    {
        const std::lock_guard lock(mutex_);
        meters_.add(now, counters);
    }
    if (now - last_report_ < report_) return false;
    last_report_ = now;
    return true;
}

miner::DeviceMeters RateWatch::rates() const {
    const std::lock_guard lock(mutex_);
    return meters_;
}

}  // namespace chaincore::worker
