// SPDX-License-Identifier: MIT
// The difficulty that mainline's templates use (docs/protocol.md, "Difficulty"). It counts zero digits. Any thread.
#pragma once

#include <cstdint>
#include <span>

namespace chaincore::chain {

inline constexpr std::uint64_t kFirstMainlineDifficulty = 4;
inline constexpr std::uint64_t kLowestMainlineDifficulty = 1;
inline constexpr std::uint64_t kHighestMainlineDifficulty = 15;
inline constexpr std::uint64_t kAdjustmentInterval = 10;  // blocks
inline constexpr std::int64_t kLargestAdjustment = 2;
inline constexpr double kTargetBlockSeconds = 10.0;

// The difficulty once the chain has reached `chain_length` blocks. last_timestamps: of its last blocks, oldest first,
// kAdjustmentInterval of them where there are so many; seconds.
std::uint64_t next_mainline_difficulty(std::uint64_t chain_length, std::span<const double> last_timestamps,
                                       std::uint64_t current);

}  // namespace chaincore::chain
