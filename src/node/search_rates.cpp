// SPDX-License-Identifier: MIT
#include "node/search_rates.hpp"

namespace chaincore::node {

void SearchRates::sample() {
    const std::lock_guard lock(mutex_);
    meters_.add(clock_.steady_now(), counters_());
    const util::WallTime time = clock_.wall_now();
    if (history_.is_due(time)) history_.add(time, meters_);
}

void SearchRates::replace(const std::function<void()>& exchange) {
    const std::lock_guard lock(mutex_);
    past_.note(counters_());
    exchange();
    meters_ = {};
    meters_.add(clock_.steady_now(), counters_());
}

miner::Hashrates SearchRates::total() const {
    const std::lock_guard lock(mutex_);
    return meters_.total();
}

std::vector<miner::DeviceRates> SearchRates::of_each() const {
    const std::lock_guard lock(mutex_);
    return past_.added_to(meters_.devices());
}

miner::RateRecord SearchRates::record(std::chrono::seconds span, std::size_t points) const {
    const std::lock_guard lock(mutex_);
    return history_.record(span, points);
}

}  // namespace chaincore::node
