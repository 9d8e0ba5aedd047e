// SPDX-License-Identifier: MIT
// How a device's work is cut best: found out by trying, and kept on disk. One thread.
#pragma once

#include "chaincore/miner/opencl_backend.hpp"

namespace chaincore::miner {

// What the options say; or what the cache does; or else the fastest of some shapes that suit this type of device and
// with which it proves itself, which takes seconds.
Result<LaunchShape, Error> tuned_shape(const OpenClDevice& device, const OpenClOptions& options);

}  // namespace chaincore::miner
