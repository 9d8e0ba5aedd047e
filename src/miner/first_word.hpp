// SPDX-License-Identifier: MIT
// How far the first word of a hash tells whether it solves a job: its leading zero digits are necessary, and enough up
// to a difficulty of 8. Any thread.
#pragma once

#include "chaincore/miner/job.hpp"

#include <algorithm>
#include <cstdint>

namespace chaincore::miner {

inline std::uint64_t digits_in_first_word(const Job& job) { return std::min(job.difficulty, std::uint64_t{8}); }

// Ones where the word must have zeros. digits: 0..8.
constexpr std::uint32_t first_word_mask(std::uint64_t digits) {
    return static_cast<std::uint32_t>(0xffffffff00000000 >> (4 * digits));
}

}  // namespace chaincore::miner
