// SPDX-License-Identifier: MIT
#include "chaincore/miner/kernel_ranking.hpp"

#include "chaincore/miner/measurement.hpp"

#include <algorithm>
#include <memory>
#include <utility>

namespace chaincore::miner {

// In turns, so that what else the machine does just then hits all of them.
KernelRanking rank_kernels(const std::vector<Kernel>& kernels, TimingSpan span_of_each) {
    constexpr int kTurns = 4;
    KernelRanking ranking;
    std::vector<std::pair<Kernel, std::unique_ptr<Measurement>>> proven;
    for (const Kernel& kernel : kernels) {
        if (const auto verdict = verify_kernel(kernel); !verdict)
            ranking.faults.push_back(verdict.error().message);
        else
            proven.emplace_back(kernel, measure_search(kernel));
    }
    for (int turn = 0; turn < kTurns; ++turn)
        for (const auto& [kernel, measurement] : proven) measurement->run(span_of_each / kTurns);
    for (const auto& [kernel, measurement] : proven)
        ranking.kernels.push_back({kernel, measurement->meter().tries_per_second()});
    std::sort(ranking.kernels.begin(), ranking.kernels.end(), [](const TimedKernel& one, const TimedKernel& other) {
        return one.tries_per_second > other.tries_per_second;
    });
    return ranking;
}

}  // namespace chaincore::miner
