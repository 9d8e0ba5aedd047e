// SPDX-License-Identifier: MIT
// Sums over the workers on other machines, which several answers give. Pure functions.
#pragma once

#include "chaincore/stratum/worker_report.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace chaincore::api {

inline constexpr std::array kAllWorkerStates{stratum::WorkerState::searching, stratum::WorkerState::silent,
                                             stratum::WorkerState::gone};

std::size_t count_of(const std::vector<stratum::WorkerReport>& workers, stratum::WorkerState state);

// Shares that were not accepted, for whatever reason.
std::uint64_t refused_of(const stratum::ShareCounts& shares);

}  // namespace chaincore::api
