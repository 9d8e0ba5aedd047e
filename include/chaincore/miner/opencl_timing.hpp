// SPDX-License-Identifier: MIT
// What an OpenCL device takes until it searches, and whether it is right. Any thread; takes seconds.
#pragma once

#include "chaincore/miner/cycle_meter.hpp"
#include "chaincore/miner/opencl_backend.hpp"

#include <cstdint>
#include <functional>

namespace chaincore::miner {

struct OpenClStart {
    LaunchShape shape;
    TimingSpan build{0};         // of the program, by the driver's compiler
    TimingSpan first_launch{0};  // which some drivers compile for once more
    TimingSpan next_launch{0};   // the same work again
};

// The cache is asked for the shape, and not for the program.
Result<OpenClStart, Error> time_opencl_start(const OpenClDevice& device, const OpenClOptions& options);

// Searches at least so many random headers, with heights of 1 to 20 digits in turn, and compares the hits with the
// portable kernel's; hears after each launch how many headers that were. seed: the same headers for the same seed. The
// error names the first header about which they disagree. Returns the number of headers.
Result<std::uint64_t, Error> check_opencl_device(const OpenClDevice& device, const OpenClOptions& options,
                                                 std::uint64_t headers, std::uint64_t seed,
                                                 const std::function<void(std::uint64_t)>& progress);

}  // namespace chaincore::miner
