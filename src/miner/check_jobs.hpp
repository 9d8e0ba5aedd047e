// SPDX-License-Identifier: MIT
// Jobs to check searches with. Any thread.
#pragma once

#include "chaincore/miner/job.hpp"

#include <cstdint>
#include <random>

namespace chaincore::miner {

inline constexpr int kLongestHeight = 20;  // digits of the highest 64-bit number

// The lowest number with so many decimal digits, 1..kLongestHeight.
std::uint64_t lowest_with_digits(int digits);

// All else that it needs to be searched is any legal value.
chain::BlockHeader random_header(std::mt19937_64& random, std::uint64_t height, std::uint64_t difficulty);

// With a height of so many digits; all else is any legal value, and the window a whole second.
Job random_job(std::mt19937_64& random, int digits);

// Always the same one for a height.
Job known_job(std::uint64_t height);

// From which on so many nonces are legal ones.
std::uint64_t random_nonce(std::mt19937_64& random, std::uint32_t count);

}  // namespace chaincore::miner
