// SPDX-License-Identifier: MIT
// An OpenCL device as a backend. Any thread may make one; its functions as in backend.hpp.
#pragma once

#include "chaincore/miner/backend.hpp"
#include "chaincore/miner/opencl_devices.hpp"
#include "chaincore/miner/work_source.hpp"
#include "chaincore/util/result.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>

namespace chaincore::miner {

// How a device's work is cut.
struct LaunchShape {
    std::uint32_t lanes = 0;   // nonces side by side in a work item: 1, 2, 4, 8 or 16
    std::uint32_t nonces = 0;  // of a launch, a multiple of what a work group takes
    std::uint32_t local = 0;   // work items of a work group; 0: the driver's choice

    bool operator==(const LaunchShape&) const = default;
};

struct OpenClOptions {
    std::filesystem::path kernels;     // sha256.cl and search.cl to use instead of this program's own
    std::filesystem::path cache;       // for compiled programs and shapes; empty: none
    std::optional<LaunchShape> shape;  // none: the fastest, found out once and kept in the cache
    bool retunes = false;              // find it out again
    std::stop_token stop;              // ends the wait for a device early
};

// Builds the program, finds out the shape, and lets the device prove itself on known headers: seconds, the first time.
// The error says what the device or its driver said. work is what all backends share, so that they never meet.
Result<std::unique_ptr<Backend>, Error> make_opencl_backend(const OpenClDevice& device, const OpenClOptions& options,
                                                            std::shared_ptr<WorkSource> work);

}  // namespace chaincore::miner
