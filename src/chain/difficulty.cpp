// SPDX-License-Identifier: MIT
#include "chaincore/chain/difficulty.hpp"

#include <algorithm>

namespace chaincore::chain {
namespace {

// How many steps to take where the blocks came in `ratio` times the time that they should have.
std::int64_t adjustment(double ratio) {
    if (ratio < 0.5) return kLargestAdjustment;
    if (ratio > 2.0) return -kLargestAdjustment;
    if (ratio < 0.75) return 1;
    if (ratio > 1.5) return -1;
    return 0;
}

}  // namespace

std::uint64_t next_mainline_difficulty(std::uint64_t chain_length, std::span<const double> last_timestamps,
                                       std::uint64_t current) {
    const bool adjusts = chain_length >= kAdjustmentInterval && chain_length % kAdjustmentInterval == 0;
    if (!adjusts || last_timestamps.size() < kAdjustmentInterval) return current;
    const double expected = kTargetBlockSeconds * static_cast<double>(kAdjustmentInterval - 1);
    const double ratio = (last_timestamps.back() - last_timestamps.front()) / expected;
    const std::int64_t wanted = static_cast<std::int64_t>(current) + adjustment(ratio);
    return static_cast<std::uint64_t>(std::clamp(wanted, static_cast<std::int64_t>(kLowestMainlineDifficulty),
                                                 static_cast<std::int64_t>(kHighestMainlineDifficulty)));
}

}  // namespace chaincore::chain
