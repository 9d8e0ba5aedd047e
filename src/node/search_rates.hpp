// SPDX-License-Identifier: MIT
// How fast the devices go and went, from what their counters showed at some moments. Any thread.
#pragma once

#include "chaincore/miner/device_meters.hpp"
#include "chaincore/miner/past_tries.hpp"
#include "chaincore/miner/rate_history.hpp"
#include "chaincore/util/clock.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <mutex>
#include <utility>
#include <vector>

namespace chaincore::node {

class SearchRates {
public:
    using Counters = std::vector<miner::DeviceCounters>;

    // counters: what those that search show at the moment. clock must outlive it.
    SearchRates(std::function<Counters()> counters, const util::Clock& clock)
        : counters_(std::move(counters)), clock_(clock) {}

    void sample();
    // exchange: has others search. Nobody sees anything between the ones and the others.
    void replace(const std::function<void()>& exchange);

    miner::Hashrates total() const;
    // Their tries are those since the start: a device that comes back counts on.
    std::vector<miner::DeviceRates> of_each() const;
    // Of the last `span`, in no more than `points` intervals.
    miner::RateRecord record(std::chrono::seconds span, std::size_t points) const;

private:
    const std::function<Counters()> counters_;
    const util::Clock& clock_;
    mutable std::mutex mutex_;
    miner::DeviceMeters meters_;  // guarded by mutex_, as what follows
    miner::RateHistory history_;
    miner::PastTries past_;  // of devices that were replaced
};

}  // namespace chaincore::node
