// SPDX-License-Identifier: MIT
// Hash rates as miners write them. Pure functions.
#pragma once

#include "chaincore/miner/device_meters.hpp"
#include "chaincore/miner/hashrate_meter.hpp"

#include <string>
#include <vector>

namespace chaincore::miner {

// "175.2 MH/s": four digits or fewer, in the unit that fits, from H/s to PH/s.
std::string rate_text(double tries_per_second);

// "175.2 MH/s in 10 s, 174.9 MH/s in 60 s, 175.0 MH/s in 15 min"
std::string rates_text(const Hashrates& rates);

// The total, as the log has it; where there are several devices, what each does, too.
std::string rates_text(const Hashrates& total, const std::vector<DeviceRates>& devices);

}  // namespace chaincore::miner
