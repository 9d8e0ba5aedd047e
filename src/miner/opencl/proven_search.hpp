// SPDX-License-Identifier: MIT
// A device that has proven itself, or why it has not. One thread.
#pragma once

#include "chaincore/miner/opencl_backend.hpp"
#include "miner/opencl/device_search.hpp"

#include <memory>
#include <string>

namespace chaincore::miner {

struct DeviceFault {
    std::string message;
    bool builds = true;  // false: not even that, so other shapes of as many lanes will not, either
    bool hangs = false;  // no other shape is worth a try
};

// With launches of this shape. Where a program from the cache is to blame, it is built anew.
Result<std::unique_ptr<DeviceSearch>, DeviceFault> open_proven(const OpenClDevice& device, const LaunchShape& shape,
                                                               const OpenClOptions& options);

}  // namespace chaincore::miner
