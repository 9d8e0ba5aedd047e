// SPDX-License-Identifier: MIT
// What devices had tried before they were replaced by others, so that one that comes back counts on: a counter that a
// monitor reads never goes back. Pure. One thread.
#pragma once

#include "chaincore/miner/device_meters.hpp"

#include <vector>

namespace chaincore::miner {

class PastTries {
public:
    // Those that are replaced, and what they have tried since they began.
    void note(const std::vector<DeviceCounters>& replaced);

    // With what they had tried before. Of several devices of one make, the first counts on where the first was.
    std::vector<DeviceRates> added_to(std::vector<DeviceRates> devices) const;

private:
    std::vector<DeviceCounters> past_;
};

}  // namespace chaincore::miner
