// SPDX-License-Identifier: MIT
// Searches one job on the calling thread. Several threads may search the same job with the same WorkSource.
#pragma once

#include "chaincore/miner/job.hpp"
#include "chaincore/miner/kernel.hpp"
#include "chaincore/miner/work_source.hpp"
#include "chaincore/util/result.hpp"

#include <cstdint>
#include <functional>
#include <optional>

namespace chaincore::miner {

struct SearchOutcome {
    std::optional<Hit> hit;  // none: stopped
    std::uint64_t tries = 0;
};

// Until a hash has all the zeros that the job's header demands, or `should_stop` says so, which is asked after each
// kernel call (every 25 microseconds or so with a fast one). What the kernel claims is hashed again by the definition;
// a false claim is an error, and a reason never to use that kernel again.
Result<SearchOutcome, Error> search(const Job& job, const Kernel& kernel, WorkSource& work,
                                    const std::function<bool()>& should_stop);

}  // namespace chaincore::miner
