// SPDX-License-Identifier: MIT
// Headers to search, random but the same in every run. One thread.
#pragma once

#include "chaincore/chain/block.hpp"

#include <cstdint>
#include <random>

namespace chaincore::miner::test {

// As of August 2025; any second would do.
inline constexpr std::uint64_t kSecond = 1'754'680'314;

// The smallest number with so many decimal digits, 1..20.
std::uint64_t smallest_with_digits(int digits);

chain::BlockHeader random_header(std::mt19937_64& random, std::uint64_t height, std::uint64_t difficulty);

}  // namespace chaincore::miner::test
