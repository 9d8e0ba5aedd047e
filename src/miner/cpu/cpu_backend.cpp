// SPDX-License-Identifier: MIT
#include "chaincore/miner/cpu_backend.hpp"

#include "miner/cpu/cores.hpp"
#include "miner/cpu/kernel_backend.hpp"

#include <algorithm>
#include <thread>
#include <utility>

namespace chaincore::miner {
namespace {

Result<Kernel, Error> choose_kernel(const std::string& name) {
    if (name.empty()) return best_kernel();
    return find_kernel(name);
}

}  // namespace

// Not hardware_concurrency(), which counts the cores of the machine where a container or taskset gives us fewer.
std::uint32_t usable_cores() {
    const auto cores = static_cast<std::uint32_t>(usable_core_numbers().size());
    return std::max({1U, cores, cores == 0 ? std::thread::hardware_concurrency() : 0});
}

Result<std::unique_ptr<Backend>, Error> make_cpu_backend(const CpuBackendOptions& options,
                                                         std::shared_ptr<WorkSource> work) {
    const auto kernel = choose_kernel(options.kernel);
    if (!kernel) return fail(kernel.error());
    if (const auto proven = verify_kernel(*kernel); !proven) return fail(proven.error());
    const std::uint32_t threads = options.threads == 0 ? usable_cores() : options.threads;
    return std::make_unique<KernelBackend>(*kernel, threads, std::move(work), options.is_pinned);
}

}  // namespace chaincore::miner
