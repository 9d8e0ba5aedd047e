// SPDX-License-Identifier: MIT
// How fast each of several devices searches, and all of them together. Pure: the times are handed in. One thread.
#pragma once

#include "chaincore/miner/backend.hpp"
#include "chaincore/miner/hashrate_meter.hpp"

#include <vector>

namespace chaincore::miner {

struct DeviceRates {
    DeviceCounters counters;
    Hashrates rates;
};

class DeviceMeters {
public:
    using Time = HashrateMeter::Time;

    // counters: of all devices, always in the same order. Where another device stands in a place than before, it is
    // measured from now on, and the one that stood there is forgotten.
    void add(Time time, const std::vector<DeviceCounters>& counters);

    // In that order.
    const std::vector<DeviceRates>& devices() const { return devices_; }
    const Hashrates& total() const { return total_; }

private:
    std::vector<DeviceRates> devices_;
    std::vector<HashrateMeter> meters_;  // of each
    Hashrates total_;
    HashrateMeter total_meter_;
};

}  // namespace chaincore::miner
