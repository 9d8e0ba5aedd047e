// SPDX-License-Identifier: MIT
#include "worker/rate_report.hpp"

namespace chaincore::worker {

void RateReport::begin(Time now) {
    last_ = now;
    tries_ = total_tries();
}

std::optional<double> RateReport::take(Time now) {
    if (now < next()) return std::nullopt;
    const Time since = last_;
    const std::uint64_t before = tries_;
    begin(now);
    return static_cast<double>(tries_ - before) / std::chrono::duration<double>(now - since).count();
}

std::uint64_t RateReport::total_tries() const {
    std::uint64_t tries = 0;
    for (const miner::DeviceCounters& device : devices_.counters()) tries += device.tries;
    return tries;
}

}  // namespace chaincore::worker
