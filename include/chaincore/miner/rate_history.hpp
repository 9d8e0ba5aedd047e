// SPDX-License-Identifier: MIT
// How fast the devices went during the last day, ten seconds by ten seconds. Pure: the times are handed in. One thread.
#pragma once

#include "chaincore/miner/device_meters.hpp"
#include "chaincore/util/clock.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace chaincore::miner {

// Tries a second of one device; NaN where it was not there, or nobody looked.
struct DeviceRateRecord {
    std::string backend;
    std::string device;
    std::string kernel;
    std::vector<double> rates;
};

struct RateRecord {
    std::chrono::seconds interval{0};   // each rate is the mean of that long
    std::vector<util::WallTime> times;  // when each interval ends, ascending; one rate each
    std::vector<double> total;
    std::vector<DeviceRateRecord> devices;
};

class RateHistory {
public:
    static constexpr std::chrono::seconds kInterval{10};
    static constexpr std::size_t kIntervals = 8640;  // a day
    static constexpr std::size_t kMostDevices = 32;  // of a day in which they were exchanged again and again

    // Is there no rate for this moment's interval yet?
    bool is_due(util::WallTime time) const { return interval_of(time) != last_; }
    // meters: as of that time; the first ones are where it begins. Where the clock was set back, what was before is forgotten.
    void add(util::WallTime time, const DeviceMeters& meters);

    // Of the last `span`, in no more than `points` intervals; as many of ours are put together as that takes.
    RateRecord record(std::chrono::seconds span, std::size_t points) const;

private:
    using Interval = std::int64_t;  // counted from the Unix epoch

    // Of several devices of one make, each has its own, in their order.
    struct Series {
        DeviceCounters device;
        Interval seen = 0;  // last
        std::vector<float> rates;
    };

    static Interval interval_of(util::WallTime time);
    static std::size_t slot_of(Interval interval) { return static_cast<std::size_t>(interval) % kIntervals; }
    void begin_at(Interval interval);
    void advance_to(Interval interval);
    Series& series_of(const DeviceCounters& device, Interval interval);
    std::vector<double> means(const std::vector<float>& rates, Interval begin, Interval step) const;

    Interval first_ = 1;
    Interval last_ = 0;  // before first_: there is none yet
    std::vector<float> total_;
    std::vector<Series> series_;
};

}  // namespace chaincore::miner
