// SPDX-License-Identifier: MIT
#include "chaincore/miner/device_meters.hpp"

#include <cstdint>

namespace chaincore::miner {

void DeviceMeters::add(Time time, const std::vector<DeviceCounters>& counters) {
    devices_.resize(counters.size());
    meters_.resize(counters.size());
    std::uint64_t tries = 0;
    for (std::size_t i = 0; i < counters.size(); ++i) {
        if (!is_same_device(devices_[i].counters, counters[i])) meters_[i] = {};
        meters_[i].add(time, counters[i].tries);
        devices_[i] = {counters[i], meters_[i].rates()};
        tries += counters[i].tries;
    }
    total_meter_.add(time, tries);
    total_ = total_meter_.rates();
}

}  // namespace chaincore::miner
