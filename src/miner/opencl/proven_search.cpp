// SPDX-License-Identifier: MIT
#include "miner/opencl/proven_search.hpp"

#include "miner/opencl/verify_device.hpp"

#include <utility>

namespace chaincore::miner {
namespace {

using Proven = Result<std::unique_ptr<DeviceSearch>, DeviceFault>;

Proven try_it(const OpenClDevice& device, const DeviceSearch::Setup& setup, const std::stop_token& stop) {
    auto search = DeviceSearch::open(device, setup);
    if (!search) return fail(DeviceFault{search.error().message, false, false});
    (*search)->heed(stop);
    if (auto proven = verify_device(**search, label(device)); !proven)
        return fail(DeviceFault{proven.error().message, true, (*search)->hangs()});
    return *std::move(search);
}

}  // namespace

Proven open_proven(const OpenClDevice& device, const LaunchShape& shape, const OpenClOptions& options) {
    DeviceSearch::Setup setup{shape, options.kernels, options.cache};
    auto search = try_it(device, setup, options.stop);
    const bool may_be_the_cache = !search && search.error().builds && !search.error().hangs && !options.cache.empty();
    if (!may_be_the_cache || options.stop.stop_requested()) return search;
    setup.is_cache_distrusted = true;
    return try_it(device, setup, options.stop);
}

}  // namespace chaincore::miner
