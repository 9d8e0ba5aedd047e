// SPDX-License-Identifier: MIT
// How a device's work is cut best: found out by trying, and kept on disk. One thread.
#pragma once

#include "chaincore/miner/opencl_backend.hpp"

namespace chaincore::miner {

// What the cache says, or else the fastest of some shapes that suit this type of device, which takes seconds.
Result<LaunchShape, Error> tuned_shape(const OpenClDevice& device, const OpenClOptions& options);

}  // namespace chaincore::miner
