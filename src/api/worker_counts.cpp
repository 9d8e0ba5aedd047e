// SPDX-License-Identifier: MIT
#include "api/worker_counts.hpp"

#include <algorithm>

namespace chaincore::api {

std::size_t count_of(const std::vector<stratum::WorkerReport>& workers, stratum::WorkerState state) {
    return static_cast<std::size_t>(std::count_if(
        workers.begin(), workers.end(), [&](const stratum::WorkerReport& worker) { return worker.state == state; }));
}

std::uint64_t refused_of(const stratum::ShareCounts& shares) {
    std::uint64_t refused = 0;
    for (std::size_t i = 0; i < stratum::kShareFates; ++i)
        if (const auto fate = static_cast<stratum::ShareFate>(i); fate != stratum::ShareFate::accepted)
            refused += shares.of(fate);
    return refused;
}

}  // namespace chaincore::api
