// SPDX-License-Identifier: MIT
// What an OpenCL device takes until it searches. Any thread; takes seconds.
#pragma once

#include "chaincore/miner/cycle_meter.hpp"
#include "chaincore/miner/opencl_backend.hpp"

namespace chaincore::miner {

struct OpenClStart {
    LaunchShape shape;
    TimingSpan build{0};         // of the program, by the driver's compiler
    TimingSpan first_launch{0};  // which some drivers compile for once more
    TimingSpan next_launch{0};   // the same work again
};

// The cache is asked for the shape, and not for the program.
Result<OpenClStart, Error> time_opencl_start(const OpenClDevice& device, const OpenClOptions& options);

}  // namespace chaincore::miner
