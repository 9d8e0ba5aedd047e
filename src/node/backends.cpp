// SPDX-License-Identifier: MIT
#include "node/backends.hpp"

#include "chaincore/miner/cpu_backend.hpp"
#include "chaincore/miner/kernel_ranking.hpp"
#include "chaincore/miner/work_source.hpp"
#include "chaincore/util/random.hpp"

#include <fmt/core.h>

namespace chaincore::node {
namespace {

constexpr std::chrono::milliseconds kTimeOfEachKernel{40};

std::string fastest_kernel(util::Log& log) {
    const miner::KernelRanking ranking = miner::rank_kernels(miner::supported_kernels(), kTimeOfEachKernel);
    for (const std::string& fault : ranking.faults) log.warn(fault + ": it is left out");
    if (ranking.kernels.empty()) return {};  // the backend says what is wrong
    std::string rates;
    for (const miner::TimedKernel& timed : ranking.kernels)
        rates += fmt::format("{}{} {:.1f}", rates.empty() ? "" : ", ", timed.kernel.name, timed.tries_per_second / 1e6);
    log.info("search kernels of this CPU, in million tries a second on one thread: " + rates);
    return std::string(ranking.kernels.front().kernel.name);
}

}  // namespace

Result<void, StartFault> check_devices(const NodeConfig& config) {
    if (config.backend == BackendChoice::opencl)
        return fail(StartFault{StartFault::Kind::device, "this version has no OpenCL backend yet: use --backend cpu"});
    if (config.backend == BackendChoice::none || config.kernel.empty()) return {};
    const auto kernel = miner::find_kernel(config.kernel);
    if (!kernel) return fail(StartFault{StartFault::Kind::device, kernel.error().message});
    return {};
}

Result<std::vector<std::unique_ptr<miner::Backend>>, StartFault> make_backends(const NodeConfig& config,
                                                                               util::Log& log) {
    std::vector<std::unique_ptr<miner::Backend>> backends;
    if (config.backend == BackendChoice::none) return backends;
    const std::string kernel = config.kernel.empty() ? fastest_kernel(log) : config.kernel;
    const auto work = std::make_shared<miner::WorkSource>(util::random_number());
    auto cpu = miner::make_cpu_backend({config.threads, kernel, config.affinity}, work);
    if (!cpu) return fail(StartFault{StartFault::Kind::device, cpu.error().message});
    backends.push_back(*std::move(cpu));
    return backends;
}

}  // namespace chaincore::node
