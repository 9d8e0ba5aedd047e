// SPDX-License-Identifier: MIT
#include "chaincore/miner/opencl_backend.hpp"

#include "miner/opencl/device_backend.hpp"
#include "miner/opencl/proven_search.hpp"
#include "miner/opencl/tuning.hpp"

#include <utility>

namespace chaincore::miner {

Result<std::unique_ptr<Backend>, Error> make_opencl_backend(const OpenClDevice& device, const OpenClOptions& options,
                                                            std::shared_ptr<WorkSource> work) {
    const auto shape = tuned_shape(device, options);
    if (!shape) return fail(shape.error());
    auto search = open_proven(device, *shape, options);
    if (!search) return fail(Error{search.error().message});
    return std::make_unique<DeviceBackend>(label(device), *std::move(search), std::move(work));
}

}  // namespace chaincore::miner
