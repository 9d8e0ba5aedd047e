// SPDX-License-Identifier: MIT
#include "chaincore/miner/opencl_backend.hpp"

#include "miner/opencl/device_backend.hpp"
#include "miner/opencl/device_search.hpp"
#include "miner/opencl/tuning.hpp"
#include "miner/opencl/verify_device.hpp"

#include <utility>

namespace chaincore::miner {

Result<std::unique_ptr<Backend>, Error> make_opencl_backend(const OpenClDevice& device, const OpenClOptions& options,
                                                            std::shared_ptr<WorkSource> work) {
    const auto shape = options.shape ? Result<LaunchShape, Error>(*options.shape) : tuned_shape(device, options);
    if (!shape) return fail(shape.error());
    auto search = DeviceSearch::open(device, {*shape, options.kernels, options.cache});
    if (!search) return fail(search.error());
    if (auto proven = verify_device(**search, device.name); !proven) return fail(proven.error());
    return std::make_unique<DeviceBackend>(device.name, *std::move(search), std::move(work));
}

}  // namespace chaincore::miner
