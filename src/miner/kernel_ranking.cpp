// SPDX-License-Identifier: MIT
#include "chaincore/miner/kernel_ranking.hpp"

#include "chaincore/miner/measurement.hpp"

#include <algorithm>
#include <memory>
#include <utility>

namespace chaincore::miner {
namespace {

struct Candidate {
    Kernel kernel;
    std::unique_ptr<Measurement> search;
    std::string fault;
};

}  // namespace

// In turns, so that what else the machine does just then hits all of them.
KernelRanking rank_kernels(const std::vector<Kernel>& kernels, TimingSpan span_of_each) {
    constexpr int kTurns = 4;
    KernelRanking ranking;
    std::vector<Candidate> candidates;
    for (const Kernel& kernel : kernels) {
        if (const auto verdict = verify_kernel(kernel); !verdict)
            ranking.faults.push_back(verdict.error().message);
        else
            candidates.push_back({kernel, measure_search(kernel), {}});
    }
    for (int turn = 0; turn < kTurns; ++turn)
        for (Candidate& candidate : candidates)
            if (candidate.fault.empty())
                if (const auto run = candidate.search->run(span_of_each / kTurns); !run)
                    candidate.fault = run.error().message;
    for (const Candidate& candidate : candidates) {
        if (candidate.fault.empty())
            ranking.kernels.push_back({candidate.kernel, candidate.search->meter().tries_per_second()});
        else
            ranking.faults.push_back(candidate.fault);
    }
    std::sort(ranking.kernels.begin(), ranking.kernels.end(), [](const TimedKernel& one, const TimedKernel& other) {
        return one.tries_per_second > other.tries_per_second;
    });
    return ranking;
}

}  // namespace chaincore::miner
