// SPDX-License-Identifier: MIT
// What a device has to show before it gets a job. One thread.
#pragma once

#include "chaincore/util/result.hpp"
#include "miner/opencl/device_search.hpp"

#include <string>

namespace chaincore::miner {

// Searches known headers with hits planted at the ends and in the middle of a launch, and compares with the definition
// of the hash; and what the device takes our structs for. No launch may be under way.
Result<void, Error> verify_device(DeviceSearch& search, const std::string& name);

}  // namespace chaincore::miner
