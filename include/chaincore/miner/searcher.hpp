// SPDX-License-Identifier: MIT
// Searches one job on the calling thread. Several threads may search the same job with the same WorkSource.
#pragma once

#include "chaincore/miner/job.hpp"
#include "chaincore/miner/kernel.hpp"
#include "chaincore/miner/work_source.hpp"
#include "chaincore/util/result.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>

namespace chaincore::miner {

// Until a hash has all the zeros that the job's header demands, or `should_stop` says so, which is asked after each
// kernel call (every 50 microseconds or so with a fast one): then there is no hit. What the kernel claims is hashed
// again by the definition; a false claim is an error, and a reason never to use that kernel again. tries grows with
// each kernel call, for whoever shows how fast it goes.
Result<std::optional<Hit>, Error> search(const Job& job, const Kernel& kernel, WorkSource& work,
                                         std::atomic<std::uint64_t>& tries, const std::function<bool()>& should_stop);

}  // namespace chaincore::miner
