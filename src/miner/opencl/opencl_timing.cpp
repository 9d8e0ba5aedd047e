// SPDX-License-Identifier: MIT
#include "chaincore/miner/opencl_timing.hpp"

#include "chaincore/miner/search_timing.hpp"
#include "miner/opencl/device_search.hpp"
#include "miner/opencl/tuning.hpp"

#include <chrono>

namespace chaincore::miner {
namespace {

using SteadyClock = std::chrono::steady_clock;

Result<TimingSpan, Error> time_launch(DeviceSearch& search) {
    const auto begin = SteadyClock::now();
    if (auto begun = search.begin(0, 1, kNoHits); !begun) return fail(begun.error());
    if (const auto finished = search.finish(); !finished) return fail(finished.error());
    return SteadyClock::now() - begin;
}

}  // namespace

Result<OpenClStart, Error> time_opencl_start(const OpenClDevice& device, const OpenClOptions& options) {
    const auto shape = tuned_shape(device, options);
    if (!shape) return fail(shape.error());
    OpenClStart start;
    start.shape = *shape;
    const auto begin = SteadyClock::now();
    const auto search = DeviceSearch::open(device, {*shape, options.kernels, {}});
    if (!search) return fail(search.error());
    start.build = SteadyClock::now() - begin;
    if (auto taken = (*search)->take_text(timing_job().layout); !taken) return fail(taken.error());
    if (auto taken = (*search)->take_nonces(kLowestNonce); !taken) return fail(taken.error());
    for (TimingSpan* launch : {&start.first_launch, &start.next_launch}) {
        const auto span = time_launch(**search);
        if (!span) return fail(span.error());
        *launch = *span;
    }
    return start;
}

}  // namespace chaincore::miner
