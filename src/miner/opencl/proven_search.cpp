// SPDX-License-Identifier: MIT
#include "miner/opencl/proven_search.hpp"

#include "miner/opencl/verify_device.hpp"

#include <utility>

namespace chaincore::miner {
namespace {

using Proven = Result<std::unique_ptr<DeviceSearch>, DeviceFault>;

Proven try_it(const OpenClDevice& device, const DeviceSearch::Setup& setup, const std::stop_token& stop) {
    auto search = DeviceSearch::open(device, setup);
    if (!search) return fail(DeviceFault{search.error().message});
    (*search)->heed(stop);
    if (auto proven = verify_device(**search, device.name); !proven)
        return fail(DeviceFault{proven.error().message, (*search)->hangs()});
    return *std::move(search);
}

}  // namespace

Proven open_proven(const OpenClDevice& device, const LaunchShape& shape, const OpenClOptions& options) {
    DeviceSearch::Setup setup{shape, options.kernels, options.cache};
    auto search = try_it(device, setup, options.stop);
    if (search || search.error().hangs || options.cache.empty()) return search;
    setup.is_cache_distrusted = true;
    return try_it(device, setup, options.stop);
}

}  // namespace chaincore::miner
