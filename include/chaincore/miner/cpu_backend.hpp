// SPDX-License-Identifier: MIT
// The processor as a backend: so many threads, one kernel. Any thread may make one.
#pragma once

#include "chaincore/miner/backend.hpp"
#include "chaincore/miner/work_source.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace chaincore::miner {

struct CpuBackendOptions {
    std::uint32_t threads = 0;  // 0: one for each core that this process may use
    std::string kernel;         // empty: the first of supported_kernels()
    bool is_pinned = false;     // keep each thread on a core of its own
};

// How many cores that is, at least one.
std::uint32_t usable_cores();

// The kernel has proven itself when this returns. The error says which kernels there are, or what this one got wrong.
// work is what all backends share, so that they never meet.
Result<std::unique_ptr<Backend>, Error> make_cpu_backend(const CpuBackendOptions& options,
                                                         std::shared_ptr<WorkSource> work);

}  // namespace chaincore::miner
