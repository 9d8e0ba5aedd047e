// SPDX-License-Identifier: MIT
// The search kernels of the CPU: chosen by preference or forced by name, proven before use. Any thread.
#pragma once

#include "chaincore/util/result.hpp"

#include <string_view>
#include <vector>

namespace chaincore::miner {

struct KernelCode;  // src/miner/cpu/search_kernel.hpp, which also says what a kernel promises

struct Kernel {
    std::string_view name;
    const KernelCode* code = nullptr;
};

// Those that this CPU can run, in order of preference; kernel_ranking.hpp finds out which is the fastest. The last is
// always `portable`.
std::vector<Kernel> supported_kernels();

// The names of all that the program has, in the same order, whether this CPU can run them or not.
std::vector<std::string_view> built_kernels();

Kernel best_kernel();

// The error names the kernels that there are.
Result<Kernel, Error> find_kernel(std::string_view name);

// Hashes known headers and compares with the definition of the hash. A kernel that fails must not get a job.
Result<void, Error> verify_kernel(const Kernel& kernel);

}  // namespace chaincore::miner
