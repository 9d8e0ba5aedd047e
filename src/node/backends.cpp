// SPDX-License-Identifier: MIT
#include "node/backends.hpp"

#include "chaincore/miner/cpu_backend.hpp"
#include "chaincore/miner/work_source.hpp"
#include "chaincore/util/random.hpp"

namespace chaincore::node {

Result<std::vector<std::unique_ptr<miner::Backend>>, StartFault> make_backends(const NodeConfig& config) {
    std::vector<std::unique_ptr<miner::Backend>> backends;
    if (config.backend == BackendChoice::none) return backends;
    if (config.backend == BackendChoice::opencl)
        return fail(StartFault{StartFault::Kind::device, "this version has no OpenCL backend yet: use --backend cpu"});
    const auto work = std::make_shared<miner::WorkSource>(util::random_number());
    auto cpu = miner::make_cpu_backend({config.threads, config.kernel}, work);
    if (!cpu) return fail(StartFault{StartFault::Kind::device, cpu.error().message});
    backends.push_back(*std::move(cpu));
    return backends;
}

}  // namespace chaincore::node
